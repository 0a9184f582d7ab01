package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Output that goes elsewhere than to the frontends. Thread-safe. */
final class Redirection {
    private static final Set<String> OUTPUT =
            Set.of("stream", "display_data", "update_display_data", "error", "clear_output");

    private final OutputTaker taker;
    /** By stream, the beginning of a character whose end is still to come. */
    private final Map<String, ByteArrayOutputStream> begun = new HashMap<>();

    Redirection(OutputTaker taker) {
        this.taker = taker;
    }

    /** Returns whether messages of {@code type} are output of a cell. */
    static boolean isOutput(String type) {
        return OUTPUT.contains(type);
    }

    void take(String type, JsonObject content) {
        taker.take(type, content);
    }

    synchronized void print(String name, byte[] utf8) {
        ByteArrayOutputStream joined = begun.computeIfAbsent(name, any -> new ByteArrayOutputStream());
        joined.writeBytes(utf8);
        byte[] bytes = joined.toByteArray();
        int complete = Utf8.complete(bytes);
        joined.reset();
        joined.writeBytes(Arrays.copyOfRange(bytes, complete, bytes.length));
        if (complete > 0) {
            JsonObject content = Json.object("name", name);
            content.addProperty("text", new String(bytes, 0, complete, StandardCharsets.UTF_8));
            taker.take("stream", content);
        }
    }
}
