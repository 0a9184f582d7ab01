package io.github.kubecluster.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $NAME} and {@code ${NAME}} in the text values of a template, as Python's {@code os.path.expandvars}
 * does for Dask's templates: names that are not set stay as written, map keys are left alone, and so is Kubernetes' own
 * {@code $(NAME)}. Beyond that, {@code ${NAME:-default}} gives a default, as in a POSIX shell.
 */
final class Variables {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:(?<bare>[A-Za-z_]\\w*)|\\{(?<braced>[A-Za-z_]\\w*)(?::-(?<fallback>[^}]*))?})");

    private final UnaryOperator<@Nullable String> values;

    Variables(Map<String, String> environment) {
        this.values = environment::get;
    }

    @Nullable
    Object expand(@Nullable Object node) {
        if (node instanceof String text) {
            return expand(text);
        } else if (node instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> expanded = new LinkedHashMap<>();
            map.forEach((key, value) -> expanded.put(key, expand(value)));
            return expanded;
        } else if (node instanceof List<?> list) {
            return list.stream().map(this::expand).toList();
        }
        return node;
    }

    String expand(String text) {
        return REFERENCE.matcher(text).replaceAll(reference -> Matcher.quoteReplacement(valueOf((Matcher) reference)));
    }

    private String valueOf(Matcher reference) {
        String bare = reference.group("bare");
        String value = values.apply(bare != null ? bare : reference.group("braced"));
        String fallback = reference.group("fallback");
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        return value != null ? value : reference.group();
    }
}
