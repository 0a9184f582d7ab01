package io.github.kubecluster.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;

/** The contents of replies. */
final class Replies {
    private static final Logger LOG = System.getLogger(Replies.class.getName());

    private Replies() {}

    /** Returns what {@code handler} answers to {@code request}; what it throws is logged and becomes an error. */
    static JsonObject of(RequestHandler handler, Request request) {
        try {
            JsonObject reply = handler.answer(request);
            if (!reply.has("status")) {
                reply.addProperty("status", "ok");
            }
            return reply;
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.log(
                    Level.ERROR,
                    "Cannot answer a message of type \"" + request.message().type() + "\".",
                    e);
            return error(e.getClass().getSimpleName(), Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    /** Returns a reply that says that nothing was done. */
    static JsonObject aborted() {
        JsonObject aborted = new JsonObject();
        aborted.addProperty("status", "aborted");
        return aborted;
    }

    /** Returns a reply that says what went wrong. */
    static JsonObject error(String name, String value) {
        JsonObject error = new JsonObject();
        error.addProperty("status", "error");
        error.addProperty("ename", name);
        error.addProperty("evalue", value);
        error.add("traceback", new JsonArray());
        return error;
    }
}
