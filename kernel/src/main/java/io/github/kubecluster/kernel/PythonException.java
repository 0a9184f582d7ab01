package io.github.kubecluster.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import java.util.List;
import java.util.stream.StreamSupport;

/** An exception that Python code raised, with Python's own traceback, as it stands in Jupyter's {@code error} message. */
final class PythonException extends RuntimeException {
    private final String type;
    private final String value;
    private final List<String> traceback;

    /** Takes over the error that {@code reply}, the content of an {@code execute_reply}, tells of. */
    PythonException(JsonObject reply) {
        this(text(reply, "ename"), text(reply, "evalue"), lines(reply));
    }

    private PythonException(String type, String value, List<String> traceback) {
        super(value.isEmpty() ? type : type + ": " + value);
        this.type = type;
        this.value = value;
        this.traceback = traceback;
    }

    /** Returns the name of the exception's class, such as {@code ZeroDivisionError}. */
    String type() {
        return type;
    }

    /** Returns what the exception says. */
    String value() {
        return value;
    }

    /** Returns the lines of the traceback, coloured with ANSI sequences. */
    List<String> traceback() {
        return traceback;
    }

    private static String text(JsonObject reply, String member) {
        return Json.text(reply, member).orElse("");
    }

    private static List<String> lines(JsonObject reply) {
        return reply.get("traceback") instanceof com.google.gson.JsonArray lines
                ? StreamSupport.stream(lines.spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
    }
}
