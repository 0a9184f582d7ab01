package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks users for input. The latest question counts: an answer to an earlier one is ignored.
 *
 * <p>Threads of cells wait here, and on Java 17 they may be stopped while they do. Monitors survive that, locks and queues
 * of {@code java.util.concurrent} do not.
 */
final class Stdin {
    private final Consumer<Message> sender;
    private String asked = "";
    private @Nullable Message answer;

    Stdin(Consumer<Message> sender) {
        this.sender = sender;
    }

    /**
     * @throws IllegalStateException if another thread asks before this question is answered
     */
    synchronized String ask(Request request, String prompt, boolean password) throws InterruptedException {
        JsonObject content = new JsonObject();
        content.addProperty("prompt", prompt);
        content.addProperty("password", password);
        Message question = request.message("input_request", content);
        String id = question.header().id();
        asked = id;
        answer = null;
        notifyAll();
        sender.accept(question);
        while (answer == null && asked.equals(id)) {
            wait();
        }
        if (!asked.equals(id) || answer == null) {
            throw new IllegalStateException("Another question took the place of \"" + prompt + "\".");
        }
        asked = "";
        return Json.text(answer.content(), "value").orElse("");
    }

    synchronized void received(Message message) {
        if (message.type().equals("input_reply") && !asked.isEmpty() && answers(asked, message)) {
            answer = message;
            notifyAll();
        }
    }

    /** Not every frontend says which question it answers. */
    private static boolean answers(String question, Message answer) {
        return answer.parentId().isEmpty() || answer.parentId().equals(question);
    }
}
