package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;

/** Answers one type of message. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Does what {@code request} asks for and returns the content of the reply.
     *
     * <p>A reply without {@code status} gets {@code "ok"}. For a message that is no request, such as {@code comm_msg},
     * nothing is sent back. While this runs, the frontend sees the kernel as busy with this request.
     *
     * @throws Exception to answer with an error that carries its message; it is logged as well
     */
    JsonObject answer(Request request) throws Exception;
}
