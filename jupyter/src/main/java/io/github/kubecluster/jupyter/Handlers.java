package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which handler answers which type of message. */
public final class Handlers {
    private final Map<String, RequestHandler> byType = new HashMap<>();
    private final Set<String> ordered = new HashSet<>();
    private final Set<String> inPlace = new HashSet<>();

    /** Has messages of {@code type} answered one after another, in the order in which they were sent. */
    public Handlers inOrder(String type, RequestHandler handler) {
        byType.put(type, handler);
        ordered.add(type);
        return this;
    }

    /** Has messages of {@code type} answered also while one of those {@link #inOrder} is being answered. */
    public Handlers atOnce(String type, RequestHandler handler) {
        byType.put(type, handler);
        return this;
    }

    /**
     * Has messages of {@code type} answered without a detour over another thread.
     *
     * @param handler must not wait for anything: nothing else is received meanwhile
     */
    public Handlers inPlace(String type, RequestHandler handler) {
        byType.put(type, handler);
        inPlace.add(type);
        return this;
    }

    /** Returns the handler of {@code request}; a type that is not known is answered with an error that says so. */
    RequestHandler handler(Request request) {
        return byType.getOrDefault(request.message().type(), Handlers::refuse);
    }

    boolean isOrdered(Message message) {
        return ordered.contains(message.type());
    }

    boolean isInPlace(Message message) {
        return inPlace.contains(message.type());
    }

    boolean isKnown(Message message) {
        return byType.containsKey(message.type());
    }

    private static JsonObject refuse(Request request) {
        return Replies.error(
                "NotSupported",
                "This kernel does not answer messages of type \""
                        + request.message().type() + "\".");
    }
}
