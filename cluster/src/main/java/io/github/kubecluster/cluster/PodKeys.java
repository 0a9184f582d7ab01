package io.github.kubecluster.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Refuses keys that a pod does not have: the API server would drop them in silence, and the user's wish with them. */
final class PodKeys {
    private PodKeys() {}

    /**
     * Walks a pod manifest beside the model of a pod.
     *
     * @throws IllegalArgumentException at the first key that the model does not have; the message names its path and the
     *     nearest key there is
     */
    static void check(String source, Map<?, ?> manifest) {
        walk("Pod template \"" + source + "\"", "", manifest, Pod.class);
    }

    /** Walks a part of a manifest beside the model of that part; see {@link #check(String, Map)}. */
    static void check(String source, Map<?, ?> part, Class<?> model) {
        walk("The " + source, "", part, model);
    }

    private static void walk(String source, String path, @Nullable Object node, Type type) {
        if (type instanceof ParameterizedType container) {
            Type element = container.getActualTypeArguments()[container.getActualTypeArguments().length - 1];
            if (node instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    walk(source, path + "[" + i + "]", list.get(i), element);
                }
            } else if (node instanceof Map<?, ?> map) {
                map.forEach((key, value) -> walk(source, path + "." + key, value, element));
            }
        } else if (node instanceof Map<?, ?> map && isModel(type)) {
            Map<String, Type> known = fields((Class<?>) type);
            map.forEach((key, value) -> {
                Type field = known.get(String.valueOf(key));
                String where = path.isEmpty() ? String.valueOf(key) : path + "." + key;
                if (field == null) {
                    throw new IllegalArgumentException(source + ": unknown key \"" + where + "\". "
                            + Spelling.nearest(String.valueOf(key), known.keySet())
                                    .map(nearest -> "Did you mean \"" + nearest + "\"?")
                                    .orElse("Known keys there: " + String.join(", ", known.keySet()) + "."));
                }
                walk(source, where, value, field);
            });
        }
    }

    /** Tells whether {@code type} is one that lists all its keys; a quantity, for one, is written as a bare value. */
    private static boolean isModel(Type type) {
        return type instanceof Class<?> model
                && KubernetesResource.class.isAssignableFrom(model)
                && !fields(model).isEmpty();
    }

    private static Map<String, Type> fields(Class<?> model) {
        Map<String, Type> fields = new TreeMap<>();
        for (Field field : model.getDeclaredFields()) {
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            if (property != null) {
                fields.put(property.value(), field.getGenericType());
            }
        }
        return fields;
    }
}
