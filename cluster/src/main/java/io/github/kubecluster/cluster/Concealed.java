package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.DaskConfig.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes values of a configuration in words, in which those that are named like secrets are concealed. */
final class Concealed {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|token|passw|credential|private|api_?key|access_?key).*");
    private static final String MASK = "****";

    private Concealed() {}

    static String text(Setting setting) {
        String name = setting.key().substring(setting.key().lastIndexOf('.') + 1);
        return String.valueOf(shown(name, setting.value()));
    }

    private static @Nullable Object shown(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            boolean secret = SECRET.matcher(String.valueOf(map.get("name"))).matches();
            map.forEach(
                    (key, inner) -> shown.put("" + key, secret && "value".equals(key) ? MASK : shown("" + key, inner)));
            return shown;
        } else if (value instanceof List<?> list) {
            return list.stream().map(element -> shown("", element)).toList();
        }
        boolean plain = value == null || value instanceof Boolean || name.matches(".*(Name|[-_]file)");
        return !plain && SECRET.matcher(name).matches() ? MASK : value;
    }
}
