package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks users for input, one question at a time: not every frontend can show two, nor says which one it answers.
 *
 * <p>Threads of cells wait here, and on Java 17 they may be stopped while they do. Monitors survive that, locks and queues
 * of {@code java.util.concurrent} do not.
 */
final class Stdin {
    private final Consumer<Message> sender;
    /** The first is asked, the others wait until it is answered or given up. */
    private final Queue<Question> questions = new ArrayDeque<>();

    Stdin(Consumer<Message> sender) {
        this.sender = sender;
    }

    /** Asks when all earlier questions are answered or given up, and waits for the answer. */
    String ask(Request request, String prompt, boolean password) throws InterruptedException {
        JsonObject content = new JsonObject();
        content.addProperty("prompt", prompt);
        content.addProperty("password", password);
        Question question = new Question(request, request.message("input_request", content));
        try {
            Optional<Question> before = enqueue(question);
            if (before.isPresent()) {
                tellOfOther(before.get(), request);
            }
            return Json.text(answer(question).content(), "value").orElse("");
        } finally {
            end(question);
        }
    }

    synchronized void received(Message message) {
        Question question = questions.peek();
        if (message.type().equals("input_reply") && question != null && question.isAnsweredBy(message)) {
            question.answer = message;
            notifyAll();
        }
    }

    /** Returns what is asked now. */
    private synchronized Optional<Question> enqueue(Question question) {
        Optional<Question> before = Optional.ofNullable(questions.peek());
        questions.add(question);
        return before;
    }

    private synchronized Message answer(Question question) throws InterruptedException {
        while (questions.peek() != question) {
            wait();
        }
        sender.accept(question.message);
        Message answer = question.answer;
        while (answer == null) {
            wait();
            answer = question.answer;
        }
        return answer;
    }

    private synchronized void end(Question question) {
        questions.remove(question);
        notifyAll();
    }

    /** Whose own cell shows no question would not know why it does not go on. */
    private static void tellOfOther(Question asked, Request request) throws InterruptedException {
        if (asked.request != request) {
            String prompt = Json.text(asked.message.content(), "prompt").orElse("");
            String text = "Waiting to ask: another cell asks \"" + prompt.strip() + "\". Answer that first.\n";
            request.stream("stderr", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Question {
        private final Request request;
        private final Message message;
        private @Nullable Message answer;

        Question(Request request, Message message) {
            this.request = request;
            this.message = message;
        }

        /** Not every frontend says which question it answers. */
        boolean isAnsweredBy(Message reply) {
            return reply.parentId().isEmpty()
                    || reply.parentId().equals(message.header().id());
        }
    }
}
