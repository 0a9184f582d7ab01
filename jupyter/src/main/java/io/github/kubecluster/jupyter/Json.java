package io.github.kubecluster.jupyter;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as messages carry it: nulls are kept, integers stay integers, nothing is escaped for HTML. Thread-safe. */
public final class Json {
    private Json() {}

    /** Loaded when it is needed, which takes a tenth of the kernel's start. */
    private static final class Values {
        static final Gson GSON = new GsonBuilder()
                .disableHtmlEscaping()
                .serializeNulls()
                .serializeSpecialFloatingPointValues()
                .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
                .create();
    }

    /** Returns a new object with one member. */
    static JsonObject object(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    /** Returns {@code value} (maps, lists, texts, numbers, records) as a tree. */
    public static JsonElement tree(Object value) {
        return Values.GSON.toJsonTree(value);
    }

    /** Returns a new object with the given members in their order; values as in {@link #tree}. */
    public static JsonObject object(Map<String, ?> members) {
        return tree(members).getAsJsonObject();
    }

    /**
     * Returns the object that {@code text} holds.
     *
     * @throws JsonParseException if it holds anything else
     */
    public static JsonObject parse(String text) {
        JsonElement parsed = JsonParser.parseString(text);
        if (!parsed.isJsonObject()) {
            throw new JsonParseException("Expected a JSON object.");
        }
        return parsed.getAsJsonObject();
    }

    /** Returns the text of member {@code name}, or nothing if it is absent, null or no text. */
    public static Optional<String> text(JsonObject object, String name) {
        return primitive(object, name).filter(JsonPrimitive::isString).map(JsonPrimitive::getAsString);
    }

    /** Returns whether member {@code name} is true, or {@code otherwise} if it is absent or no boolean. */
    public static boolean flag(JsonObject object, String name, boolean otherwise) {
        return primitive(object, name)
                .filter(JsonPrimitive::isBoolean)
                .map(JsonPrimitive::getAsBoolean)
                .orElse(otherwise);
    }

    /** Returns the whole number in member {@code name}, or {@code otherwise} if it is absent or no number. */
    public static int number(JsonObject object, String name, int otherwise) {
        return primitive(object, name)
                .filter(JsonPrimitive::isNumber)
                .map(number -> number.getAsNumber().intValue())
                .orElse(otherwise);
    }

    /** Returns the object in member {@code name}, or an empty one if it is absent or no object. */
    public static JsonObject member(JsonObject object, String name) {
        JsonElement member = object.get(name);
        return member != null && member.isJsonObject() ? member.getAsJsonObject() : new JsonObject();
    }

    /** Returns the elements of a member; none if it is absent or no array. */
    public static List<JsonElement> list(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray array ? array.asList() : List.of();
    }

    private static Optional<JsonPrimitive> primitive(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsJsonPrimitive);
    }

    /** Returns the members of {@code object} as Java values: texts, whole and decimal numbers, maps, lists, null. */
    public static Map<String, Object> map(JsonObject object) {
        return Values.GSON.fromJson(object, new TypeToken<Map<String, Object>>() {});
    }

    static byte[] bytes(JsonObject object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }
}
