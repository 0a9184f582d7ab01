package io.github.kubecluster.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of models as messages carry it (widget messaging protocol 2.1, "Instantiating a widget object"): a reference to
 * a model is a text, and binary data stands beside the JSON.
 *
 * @param bufferPaths for each of {@code buffers} where it belongs: names and positions from the outermost object inwards
 */
record WireState(JsonObject json, JsonArray bufferPaths, List<byte[]> buffers) {
    private static final String REFERENCE = "IPY_MODEL_";

    /** Returns {@code values}: texts, numbers, booleans, nulls, models, byte arrays, and lists and maps of them. */
    static WireState of(Map<String, ?> values) {
        WireState state = new WireState(new JsonObject(), new JsonArray(), new ArrayList<>());
        state.addMembers(state.json, values, List.of());
        return state;
    }

    /**
     * Returns the values that a frontend has sent.
     *
     * @param data holds {@code state} and {@code buffer_paths}
     * @throws IllegalArgumentException if a path leads nowhere, or there are more paths than buffers
     */
    static Map<String, @Nullable Object> read(JsonObject data, List<byte[]> buffers) {
        Map<String, @Nullable Object> state = Json.map(Json.member(data, "state"));
        JsonArray paths = data.get("buffer_paths") instanceof JsonArray given ? given : new JsonArray();
        if (paths.size() != buffers.size()) {
            throw new IllegalArgumentException("A widget's state came with " + paths.size() + " places for "
                    + buffers.size() + " pieces of binary data.");
        }
        for (int i = 0; i < buffers.size(); i++) {
            put(state, paths.get(i).getAsJsonArray(), buffers.get(i));
        }
        return state;
    }

    private void addMembers(JsonObject object, Map<String, ?> values, List<Object> path) {
        values.forEach((name, value) -> {
            if (value instanceof byte[] bytes) {
                add(bytes, inner(path, name));
            } else {
                object.add(name, json(value, inner(path, name)));
            }
        });
    }

    private JsonElement json(@Nullable Object value, List<Object> path) {
        if (value instanceof Model model) {
            return Json.tree(REFERENCE + model.id());
        } else if (value instanceof JsonElement element) {
            return element;
        } else if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            Map<String, @Nullable Object> members = new HashMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), member));
            addMembers(object, members, path);
            return object;
        } else if (value instanceof List<?> list) {
            return array(list, path);
        }
        return value == null ? JsonNull.INSTANCE : Json.tree(value);
    }

    private JsonArray array(List<?> list, List<Object> path) {
        JsonArray array = new JsonArray();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof byte[] bytes) {
                array.add(JsonNull.INSTANCE);
                add(bytes, inner(path, i));
            } else {
                array.add(json(list.get(i), inner(path, i)));
            }
        }
        return array;
    }

    private void add(byte[] bytes, List<Object> path) {
        bufferPaths.add(Json.tree(path));
        buffers.add(bytes);
    }

    private static List<Object> inner(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    @SuppressWarnings("unchecked") // JSON's objects and arrays are maps of texts and lists
    private static void put(Map<String, @Nullable Object> state, JsonArray path, byte[] buffer) {
        @Nullable Object place = state;
        for (int i = 0; i < path.size(); i++) {
            boolean last = i == path.size() - 1;
            JsonElement step = path.get(i);
            if (place instanceof Map<?, ?> map) {
                place = last
                        ? ((Map<String, Object>) map).put(step.getAsString(), buffer)
                        : map.get(step.getAsString());
            } else if (place instanceof List<?> list
                    && Objects.checkIndex(step.getAsInt(), list.size()) == step.getAsInt()) {
                place = last ? ((List<Object>) list).set(step.getAsInt(), buffer) : list.get(step.getAsInt());
            } else {
                throw new IllegalArgumentException("A widget's state has no place " + path + " for binary data.");
            }
        }
    }
}
