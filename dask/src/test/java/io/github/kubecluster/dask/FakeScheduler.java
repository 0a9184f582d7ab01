package io.github.kubecluster.dask;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.SocketFactory;

/** A peer that greets and answers as a test tells it, for what a real scheduler cannot be brought to do. */
final class FakeScheduler implements Closeable {
    /** The answer that never comes. */
    static final Object SILENCE = new Object();

    /** Closes the connection instead of an answer. */
    static final Object HANG_UP = new Object();

    /** What clients sent on their streams. */
    final BlockingQueue<Fields> streamed = new LinkedBlockingQueue<>();

    /** How many answers were confirmed. */
    final AtomicInteger confirmations = new AtomicInteger();

    /** How many connections are open. */
    final AtomicInteger open = new AtomicInteger();

    private final Map<String, Function<Fields, Object>> answers = new ConcurrentHashMap<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Fields> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private volatile Socket stream;

    FakeScheduler() throws IOException {
        this(0);
    }

    FakeScheduler(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        answering("versions", request -> Map.of("packages", Map.of("distributed", "2026.8.0")));
        answering("who_has", request -> Map.of());
        ServiceThreads.start("fake-scheduler", this::accept);
    }

    SchedulerAddress address() {
        return new SchedulerAddress("tcp", "127.0.0.1", server.getLocalPort());
    }

    FakeScheduler answering(String op, Function<Fields, Object> answer) {
        answers.put(op, answer);
        return this;
    }

    Scheduler connect() {
        return Scheduler.connect(address(), SocketFactory.getDefault(), Patience.LIMIT);
    }

    /** Sends a message on the stream of the client that registered last. */
    void send(Map<String, ?> message) throws IOException {
        write(stream, List.of(message));
    }

    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Returns the last request of that kind. */
    Fields received(String op) {
        return requests.stream()
                .filter(request -> request.text("op").equals(op))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** Takes the next message of a client that is of that kind. */
    Fields take(String op) throws InterruptedException {
        Fields message = streamed.take();
        return message.text("op").equals(op) ? message : take(op);
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                ServiceThreads.start("fake-scheduler-connection", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        open.incrementAndGet();
        try (socket) {
            write(socket, Map.of("compression", "lz4", "python", List.of(3, 11, 2), "pickle-protocol", 5));
            read(socket);
            while (true) {
                Object received = read(socket);
                if (received instanceof List<?> messages) {
                    messages.forEach(message -> streamed.add(new Fields((Map<?, ?>) message)));
                    if (messages.stream().anyMatch(message -> answer(new Fields((Map<?, ?>) message)) == HANG_UP)) {
                        return;
                    }
                    continue;
                }
                if (received.equals("OK")) {
                    confirmations.incrementAndGet();
                    continue;
                }
                Fields request = new Fields((Map<?, ?>) received);
                requests.add(request);
                if (request.text("op").equals("register-client")) {
                    stream = socket;
                    write(socket, List.of(Map.of("op", "stream-start")));
                    continue;
                }
                Object answer = answer(request);
                if (answer == HANG_UP) {
                    return;
                } else if (answer != SILENCE) {
                    write(socket, answer);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The other end is gone.
        } finally {
            open.decrementAndGet();
        }
    }

    private Object answer(Fields request) {
        return answers.getOrDefault(request.text("op"), none -> null).apply(request);
    }

    private static Object read(Socket socket) throws IOException {
        return MessageReader.message(Framing.read(socket.getInputStream(), Framing.LIMIT));
    }

    private static void write(Socket socket, Object message) throws IOException {
        Framing.write(socket.getOutputStream(), MessageWriter.frames(message));
    }
}
