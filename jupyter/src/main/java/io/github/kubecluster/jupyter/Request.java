package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a frontend asked for, and the way back to it. Thread-safe.
 *
 * <p>A thread works for the request on whose account it was started, also when that has been answered long ago: see
 * {@link #current}. So whatever it publishes appears where the user expects it.
 */
public final class Request {
    private static final InheritableThreadLocal<@Nullable Request> CURRENT = new InheritableThreadLocal<>();
    private static volatile @Nullable Request latestInOrder;

    private final long received = System.nanoTime();
    private final Message message;
    private final KernelServer server;
    private final Consumer<Message> sender;
    private final List<Runnable> afterwards = new ArrayList<>();

    Request(Message message, KernelServer server, Consumer<Message> sender) {
        this.message = message;
        this.server = server;
        this.sender = sender;
    }

    /**
     * Returns the request that this thread works for: the one for which it was started. The threads of the common pool
     * work for all; they count as working for the latest of the requests that are answered in order.
     */
    public static Optional<Request> current() {
        boolean isShared = Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool() == ForkJoinPool.commonPool();
        return Optional.ofNullable(isShared ? latestInOrder : CURRENT.get());
    }

    /** Returns the message as it was received. */
    public Message message() {
        return message;
    }

    /** Returns when the message was received, by {@link System#nanoTime}. */
    public long received() {
        return received;
    }

    /** Returns the content of the message. */
    public JsonObject content() {
        return message.content();
    }

    /** Publishes a message to all frontends, as caused by this request. */
    public void publish(String type, JsonObject content) {
        publish(type, content, new JsonObject(), List.of());
    }

    /** Publishes a message with metadata and buffers to all frontends, as caused by this request. */
    public void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        server.outbox().publish(message(type, content).with(metadata, buffers));
    }

    /**
     * Publishes text of a stream. Adjacent texts arrive as one, at the latest before the next message of this kernel.
     *
     * <p>Waits while more text is on its way than the frontends take.
     *
     * @param name {@code stdout} or {@code stderr}
     * @param utf8 the text in UTF-8; a character may be split over two calls
     * @throws InterruptedException if the thread is interrupted while it waits; the text is then lost
     */
    public void stream(String name, byte[] utf8) throws InterruptedException {
        server.outbox().stream(this, name, utf8);
    }

    /**
     * Asks the user of the frontend that sent this request for a line of text, and waits for it.
     *
     * @param password whether what is typed is hidden
     * @throws IllegalStateException if the frontend said that it cannot ask its user
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public String input(String prompt, boolean password) throws InterruptedException {
        if (!Json.flag(content(), "allow_stdin", false)) {
            throw new IllegalStateException(
                    "Cannot ask for input: this frontend has no user to ask. Pass the value in the cell's code.");
        }
        return server.stdin().ask(this, prompt, password);
    }

    /** Runs {@code work} after the reply was sent, on the same thread. */
    public void afterwards(Runnable work) {
        afterwards.add(work);
    }

    /** Has the execute requests that wait behind this one answered as aborted. */
    public void abortQueued() {
        server.abortQueued();
    }

    /** Has the threads of the common pool work for this request. */
    void share() {
        latestInOrder = this;
    }

    /** Answers this request with what {@code handler} returns or throws, on this thread. */
    void serve(RequestHandler handler) {
        CURRENT.set(this);
        try {
            publish("status", status("busy"));
            JsonObject reply = Replies.of(handler, this);
            if (isQuestion()) {
                sender.accept(message(message.type().replaceFirst("_request$", "_reply"), reply));
            } else {
                Json.text(reply, "evalue").ifPresent(this::complain);
            }
            publish("status", status("idle"));
            afterwards.forEach(Runnable::run);
        } finally {
            CURRENT.remove();
        }
    }

    /** Returns a message that this request leads to. */
    Message message(String type, JsonObject content) {
        return message.reply(type, server.session(), content);
    }

    /** Returns whether the sender waits for a reply. */
    boolean isQuestion() {
        return message.type().endsWith("_request");
    }

    /** Shows an error to the user for which there is no reply. */
    private void complain(String error) {
        try {
            stream("stderr", (error + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonObject status(String state) {
        JsonObject status = new JsonObject();
        status.addProperty("execution_state", state);
        return status;
    }
}
