package io.github.kubecluster.dask;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which a client is registered: both ends send messages when they like, none is answered.
 *
 * <p>One thread reads and one writes; the writer also sends the heartbeat by which the scheduler, and whoever watches it,
 * sees that the client is alive. Messages can be sent from any thread, and are written in order.
 */
final class ClientStream {
    /** What the stream tells its client, on the thread that reads. */
    interface Listener {
        void received(Fields message);

        /** Called once, unless this end closes the stream. */
        void lost(String reason);
    }

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration REGISTRATION = Duration.ofSeconds(30);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
    private static final Duration FLUSH = Duration.ofSeconds(5);
    private static final List<Frame> END = List.of(); // A message has one frame at least.

    private final Comm comm;
    private final Duration silence;
    private final Listener listener;
    private final BlockingQueue<List<Frame>> outbox = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean closing;
    private volatile @Nullable IOException writeFailure;

    private ClientStream(Comm comm, String name, Duration silence, Listener listener) {
        this.comm = comm;
        this.silence = silence;
        this.listener = listener;
        this.writer = ServiceThreads.factory("dask-writer-" + name).newThread(this::write);
    }

    /**
     * Registers a client; blocks until the scheduler has accepted it.
     *
     * @param versions what the scheduler answered about its own versions; sent back, so that none differs
     * @param dialect tells whether a scheduler that is silent for 2 minutes counts as lost
     * @throws IOException if the scheduler does not accept the client; the connection is closed then
     */
    static ClientStream open(Comm comm, String client, Fields versions, Dialect dialect, Listener listener)
            throws IOException {
        try {
            Map<String, @Nullable Object> registration = new LinkedHashMap<>();
            registration.put("op", "register-client");
            registration.put("client", client);
            registration.put("reply", false);
            registration.put("versions", versions.map());
            comm.write(registration);
            Duration silence = dialect.answersHeartbeats() ? LONGEST_SILENCE : Duration.ofMillis(Long.MAX_VALUE);
            ClientStream stream = new ClientStream(comm, client, silence, listener);
            stream.awaitStart();
            stream.writer.start();
            ServiceThreads.start("dask-reader-" + client, stream::read);
            return stream;
        } catch (IOException | RuntimeException e) {
            comm.close();
            throw e;
        }
    }

    /**
     * Sends a message, after those sent before.
     *
     * @throws IllegalArgumentException if the message holds what cannot be sent
     */
    void send(Map<String, ?> message) {
        try {
            outbox.add(MessageWriter.frames(List.of(message)));
        } catch (IOException e) {
            throw new IllegalStateException("A message could not be encoded: " + e.getMessage(), e);
        }
    }

    /** Takes leave of the scheduler; waits for at most 5 s until what was sent before is written. */
    void close() {
        closing = true;
        send(Map.of("op", "close-client"));
        send(Map.of("op", "close-stream"));
        outbox.add(END);
        try {
            writer.join(FLUSH.toMillis());
            comm.drop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitStart() throws IOException {
        // The scheduler sends a list of messages at a time, and this one first.
        Object first = comm.read(REGISTRATION);
        if (!(first instanceof List<?> messages
                && !messages.isEmpty()
                && messages.get(0) instanceof Map<?, ?> message
                && "stream-start".equals(message.get("op")))) {
            throw new MalformedMessageException("it does not accept a client, but answers " + first);
        }
    }

    private void read() {
        String reason;
        try {
            while (true) {
                Object messages = comm.read(silence);
                for (Object message : messages instanceof List<?> list ? list : List.of()) {
                    if (message instanceof Map<?, ?> map) {
                        receive(new Fields(map));
                    }
                }
            }
        } catch (Throwable e) {
            IOException first = writeFailure;
            reason = Wording.reason(first == null ? e : first);
        }
        if (!closing) {
            comm.drop();
            outbox.add(END);
            listener.lost(reason);
        }
    }

    private void receive(Fields message) throws EOFException {
        String op = message.text("op");
        if (op.equals("close") || op.equals("stream-closed")) {
            throw new EOFException();
        }
        listener.received(message);
    }

    private void write() {
        try {
            List<Frame> heartbeat = MessageWriter.frames(List.of(Map.of("op", "heartbeat-client")));
            long due = System.nanoTime();
            while (true) {
                long pause = due - System.nanoTime();
                List<Frame> message = pause > 0 ? outbox.poll(pause, TimeUnit.NANOSECONDS) : null;
                if (message == null) {
                    comm.write(heartbeat);
                    due = System.nanoTime() + HEARTBEAT.toNanos();
                } else if (message.isEmpty()) {
                    break;
                } else {
                    comm.write(message);
                }
            }
        } catch (IOException e) {
            writeFailure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The reader sees this end, and tells of it.
        comm.drop();
    }
}
