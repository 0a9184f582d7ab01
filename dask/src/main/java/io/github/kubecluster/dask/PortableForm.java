package io.github.kubecluster.dask;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@code portable} of {@code remote.py} returns: a kind and a value, of which collections hold more. */
final class PortableForm {
    private PortableForm() {}

    /**
     * @param key the task whose result it is
     * @throws DaskException if the result is, or holds, something that has no counterpart in Java
     */
    static @Nullable Object value(String key, @Nullable Object form) throws MalformedMessageException {
        if (!(form instanceof List<?> pair) || pair.size() != 2) {
            throw new MalformedMessageException("it sent " + form + " instead of a kind and a value");
        }
        Object content = pair.get(1);
        return switch (String.valueOf(pair.get(0))) {
            case "value", "array" -> content;
            case "integer" -> new BigInteger(String.valueOf(content));
            case "list" -> values(key, content);
            case "set" -> new LinkedHashSet<>(values(key, content));
            case "dict" -> map(values(key, content));
            default ->
                throw new DaskException("The result of task \"" + key + "\" is, or holds, a " + content
                        + ", which has no counterpart in Java. Submit a function that makes text, numbers, lists, dicts or"
                        + " numpy arrays of it, such as client.submit(\"str\", future).");
        };
    }

    private static List<@Nullable Object> values(String key, @Nullable Object forms) throws MalformedMessageException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object form : forms instanceof List<?> list ? list : List.of()) {
            values.add(value(key, form));
        }
        return values;
    }

    /** Keys and values take turns. */
    private static Map<@Nullable Object, @Nullable Object> map(List<@Nullable Object> parts) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            map.put(parts.get(i), parts.get(i + 1));
        }
        return map;
    }
}
