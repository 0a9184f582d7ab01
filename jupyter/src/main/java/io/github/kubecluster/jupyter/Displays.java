package io.github.kubecluster.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Map.Entry;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Writes what the kernel base library calls display data as the specification's MIME bundles. */
public final class Displays {
    private Displays() {}

    /** Returns {@code data}, {@code metadata} and {@code transient}, as in the content of {@code display_data}. */
    public static JsonObject content(DisplayData display) {
        JsonObject all = Json.tree(display).getAsJsonObject();
        JsonObject content = new JsonObject();
        content.add("data", data(Json.member(all, "data")));
        content.add("metadata", Json.member(all, "metadata"));
        content.add("transient", Json.member(all, "transient"));
        return content;
    }

    /** JSON is an object in messages, though the library takes it as text. */
    private static JsonObject data(JsonObject data) {
        for (Entry<String, JsonElement> entry : data.entrySet()) {
            if (entry.getKey().matches("application/(.+\\+)?json")
                    && entry.getValue() instanceof JsonPrimitive text
                    && text.isString()) {
                entry.setValue(parsed(text));
            }
        }
        return data;
    }

    private static JsonElement parsed(JsonPrimitive text) {
        try {
            return JsonParser.parseString(text.getAsString());
        } catch (JsonParseException e) {
            return text;
        }
    }
}
