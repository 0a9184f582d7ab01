package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Asks users for input. One question at a time; a thread with another one waits. */
final class Stdin {
    private final Consumer<Message> sender;
    private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();

    Stdin(Consumer<Message> sender) {
        this.sender = sender;
    }

    synchronized String ask(Request request, String prompt, boolean password) throws InterruptedException {
        JsonObject content = new JsonObject();
        content.addProperty("prompt", prompt);
        content.addProperty("password", password);
        Message question = request.message("input_request", content);
        answers.clear();
        sender.accept(question);
        Message answer = answers.take();
        while (!answers(question, answer)) {
            answer = answers.take();
        }
        return Json.text(answer.content(), "value").orElse("");
    }

    void received(Message message) {
        if (message.type().equals("input_reply")) {
            answers.add(message);
        }
    }

    /** Not every frontend says which question it answers. */
    private static boolean answers(Message question, Message answer) {
        return answer.parentId().isEmpty()
                || answer.parentId().equals(question.header().id());
    }
}
