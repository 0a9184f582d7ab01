package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** A request to another kernel and what has come back so far. It belongs to the thread that waits for it. */
final class Execution {
    private final Message request;
    private final ExecutionListener listener;
    private Optional<JsonObject> reply = Optional.empty();
    private boolean idle;

    Execution(Message request, ExecutionListener listener) {
        this.request = request;
        this.listener = listener;
    }

    /** The content of the reply, as soon as all that the kernel published before has come, too. */
    Optional<JsonObject> outcome() {
        return idle ? reply : Optional.empty();
    }

    void replied(Message message) {
        if (isAnswer(message)) {
            reply = Optional.of(message.content());
        }
    }

    void published(Message message) {
        switch (message.type()) {
            case "status" -> idle |= isAnswer(message) && isIdle(message);
            case "execute_input" -> {}
            default -> listener.published(message);
        }
    }

    /** Returns the reply to a request for input. */
    Message asked(Message question, String session) throws InterruptedException {
        String prompt = Json.text(question.content(), "prompt").orElse("");
        boolean password = Json.flag(question.content(), "password", false);
        JsonObject answer = new JsonObject();
        answer.addProperty("value", listener.input(prompt, password));
        return question.reply("input_reply", session, answer).to(List.of());
    }

    private boolean isAnswer(Message message) {
        return message.parentId().equals(request.header().id());
    }

    private static boolean isIdle(Message status) {
        return Json.text(status.content(), "execution_state").equals(Optional.of("idle"));
    }
}
