package io.github.kubecluster.jupyter;

import com.google.gson.JsonArray;
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
    private final Runnable abortion;
    private final @Nullable Redirection redirection;
    private final JsonArray payloads = new JsonArray();
    private final List<Runnable> afterwards = new ArrayList<>();
    private volatile boolean goesOn;

    /**
     * @param sender takes the reply
     * @param abortion has the execute requests that wait behind this one answered as aborted
     */
    Request(Message message, KernelServer server, Consumer<Message> sender, Runnable abortion) {
        this(message, server, sender, abortion, null);
    }

    private Request(
            Message message,
            KernelServer server,
            Consumer<Message> sender,
            Runnable abortion,
            @Nullable Redirection redirection) {
        this.message = message;
        this.server = server;
        this.sender = sender;
        this.abortion = abortion;
        this.redirection = redirection;
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

    /** Runs {@code work} on this thread; the thread works for this request meanwhile, see {@link #current}. */
    public void run(Runnable work) {
        Request before = CURRENT.get();
        CURRENT.set(this);
        try {
            work.run();
        } finally {
            CURRENT.set(before);
        }
    }

    /**
     * Returns this request with another place for what is shown and printed on account of it: {@code output} gets the
     * messages that frontends would have got.
     */
    public Request into(OutputTaker output) {
        return new Request(message, server, sender, abortion, new Redirection(output));
    }

    /** Returns whether what is shown on account of this goes elsewhere than to the frontends. */
    public boolean isRedirected() {
        return redirection != null;
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
        if (redirection != null && Redirection.isOutput(type)) {
            redirection.take(type, content);
        } else {
            server.outbox().publish(message(type, content).with(metadata, buffers));
        }
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
        if (redirection != null) {
            redirection.print(name, utf8);
        } else {
            server.outbox().stream(this, name, utf8);
        }
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

    /** Adds to the payloads of the reply, if that is still to be sent (messaging specification, "Payloads"). */
    public void addPayload(JsonObject payload) {
        synchronized (payloads) {
            payloads.add(payload);
        }
    }

    /** Returns the payloads so far. */
    public JsonArray payloads() {
        synchronized (payloads) {
            return payloads.deepCopy();
        }
    }

    /** Runs {@code work} after the reply was sent, on the same thread. */
    public void afterwards(Runnable work) {
        afterwards.add(work);
    }

    /**
     * Has frontends listen further to what comes of this request when its handler has returned.
     *
     * @return ends that; to be run once
     */
    public Runnable goOn() {
        goesOn = true;
        return () -> server.idle(this);
    }

    /** Has the execute requests that wait behind this one answered as aborted. */
    public void abortQueued() {
        abortion.run();
    }

    /** Has the threads of the common pool work for this request. */
    void share() {
        latestInOrder = this;
    }

    /** Answers this request with what {@code handler} returns or throws, on this thread. */
    void serve(RequestHandler handler) {
        CURRENT.set(this);
        try {
            JsonObject metadata = Json.object("started", Header.now());
            publishStatus("busy");
            JsonObject reply = Replies.of(handler, this);
            if (isQuestion()) {
                sender.accept(message(message.type().replaceFirst("_request$", "_reply"), reply)
                        .with(metadata, List.of()));
            } else {
                Json.text(reply, "evalue").ifPresent(this::complain);
            }
            if (!goesOn) {
                server.idle(this);
            }
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

    void publishStatus(String state) {
        publish("status", Json.object("execution_state", state));
    }
}
