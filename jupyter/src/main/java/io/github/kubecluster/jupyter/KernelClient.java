package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs another kernel in a process of its own and executes code in it.
 *
 * <p>The process ends when this client is closed, and within two seconds when this JVM ends in whatever way. One thread
 * at a time may execute; any thread may interrupt and close.
 */
public final class KernelClient implements AutoCloseable {
    private static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration HANDSHAKE_INTERVAL = Duration.ofSeconds(1);

    private final String session = UUID.randomUUID().toString();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Consumer<Message> others;
    private final KernelProcess process;
    private final KernelChannels channels;
    private volatile String waitedFor = "";

    private KernelClient(KernelStart kernel, Consumer<Message> others) {
        this.others = others;
        process = kernel.process();
        channels = new KernelChannels(kernel.connection(), session, this::received);
        process.onExit(() -> events.add(execution -> {
            throw process.death();
        }));
    }

    /**
     * Starts {@code command} and waits until it answers.
     *
     * @param command the program and its arguments, in which <code>{connection_file}</code> stands for the path of the
     *     connection file; the kernel must choose a port where that file says 0, as ipykernel does
     * @param environment all environment variables of the process
     * @throws UncheckedIOException if there is no such program
     * @throws KernelDiedException if the process ends, or {@code limit} passes, before the kernel answers; nothing is
     *     left running
     * @throws InterruptedException if this thread is interrupted; nothing is left running
     */
    public static KernelClient start(List<String> command, Map<String, String> environment, Duration limit)
            throws InterruptedException {
        return start(command, environment, limit, message -> {});
    }

    /**
     * Starts {@code command} as {@link #start(List, Map, Duration)} does.
     *
     * @param others gets what the kernel publishes on account of anything but the execution that is waited for: of messages
     *     that were {@linkplain #pass passed} on, of threads that earlier executions have left; called in the order in which
     *     it is published, on a thread that it must not hold for long
     */
    public static KernelClient start(
            List<String> command, Map<String, String> environment, Duration limit, Consumer<Message> others)
            throws InterruptedException {
        long start = System.nanoTime();
        KernelClient client = new KernelClient(KernelStart.of(command, environment, limit), others);
        try {
            while (!client.answers()) {
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw client.process.timeout("answer", limit);
                }
            }
            return client;
        } catch (InterruptedException | RuntimeException e) {
            client.process.kill();
            client.channels.close();
            throw e;
        }
    }

    /** Asks what the kernel is: once reply and status have come, both of its channels are connected. */
    private boolean answers() throws InterruptedException {
        Message request = Message.of("kernel_info_request", session, new JsonObject());
        send(request);
        try {
            return await(new Execution(request, ExecutionListener.silent()), HANDSHAKE_INTERVAL)
                    .isPresent();
        } finally {
            ended();
        }
    }

    /**
     * Executes {@code code} and waits for its end, however long it takes. If this thread is interrupted, the code is.
     *
     * @param silent whether the kernel keeps this execution out of its history and its counter and shows no result
     * @param listener gets what the kernel says meanwhile; what it throws interrupts the code and is thrown here
     * @return the content of the kernel's {@code execute_reply}: a {@code status}, and unless that is {@code ok},
     *     {@code ename}, {@code evalue} and {@code traceback}
     * @throws KernelDiedException if the process of the kernel has ended
     * @throws CancellationException if this thread was interrupted, and the code has not ended within ten seconds; it
     *     then goes on, and so does what is executed next wait for it
     */
    public JsonObject execute(String code, boolean silent, ExecutionListener listener) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("silent", silent);
        content.addProperty("store_history", !silent);
        content.addProperty("allow_stdin", true);
        content.addProperty("stop_on_error", false);
        Message made = Message.of("execute_request", session, content);
        Message request = listener.requestId().map(made::as).orElse(made);
        send(request);
        try {
            return await(new Execution(request, listener));
        } catch (RuntimeException e) {
            interrupt();
            throw e;
        } finally {
            ended();
        }
    }

    /**
     * Asks the kernel what it answers at once while it executes nothing, such as {@code complete_request}.
     *
     * @return the content of the reply; nothing if none comes within {@code limit} or before this thread is interrupted
     * @throws KernelDiedException if the process of the kernel has ended
     */
    public Optional<JsonObject> ask(String type, JsonObject content, Duration limit) {
        Message request = Message.of(type, session, content);
        send(request);
        try {
            return await(new Execution(request, ExecutionListener.silent()), limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            ended();
        }
    }

    /**
     * Passes a frontend's message of the shell channel on, under its id; returns at once, and waits for no answer. The kernel
     * takes it when it executes nothing.
     */
    public void pass(Message message) {
        channels.send(Channel.SHELL, message.to(List.of()).inMainShell());
    }

    private void send(Message request) {
        waitedFor = request.header().id();
        channels.send(Channel.SHELL, request);
    }

    /** What was published too late for the execution that has ended is for others now. */
    private void ended() {
        synchronized (events) {
            waitedFor = "";
        }
        events.removeIf(event -> event instanceof Published late && late.isFor(others));
    }

    private JsonObject await(Execution execution) {
        Duration limit = UNLIMITED;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(execution, limit).orElseThrow(KernelClient::goesOn);
                } catch (InterruptedException e) {
                    interrupted = true;
                    limit = INTERRUPT_LIMIT;
                    interrupt();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<JsonObject> await(Execution execution, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        while (execution.outcome().isEmpty()) {
            long left = limit.toNanos() - (System.nanoTime() - start);
            Event event = events.poll(left, TimeUnit.NANOSECONDS);
            if (event == null) {
                return Optional.empty();
            }
            event.happen(execution);
        }
        return execution.outcome();
    }

    private static CancellationException goesOn() {
        return new CancellationException("The code was interrupted and has not ended within "
                + INTERRUPT_LIMIT.toSeconds() + " s. It goes on; interrupt again, or restart the kernel.");
    }

    private void received(Channel channel, Message message) {
        switch (channel) {
            case SHELL -> events.add(execution -> execution.replied(message));
            case IOPUB -> published(message);
            case STDIN -> events.add(execution -> channels.send(Channel.STDIN, execution.asked(message, session)));
            case CONTROL, HEARTBEAT -> {}
        }
    }

    private void published(Message message) {
        synchronized (events) {
            if (message.parentId().equals(waitedFor)) {
                events.add(new Published(message));
                return;
            }
        }
        others.accept(message);
    }

    /** Interrupts what the kernel executes, if it executes anything; returns at once. */
    public void interrupt() {
        channels.send(Channel.CONTROL, Message.of("interrupt_request", session, new JsonObject()));
    }

    /** Returns whether the process of the kernel runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the kernel to end, and ends it by force after two seconds. */
    @Override
    public void close() {
        end(GRACE);
    }

    /** Asks the kernel to end, and ends it by force after {@code limit}. Returns whether it ended by itself. */
    public boolean end(Duration limit) {
        JsonObject content = new JsonObject();
        content.addProperty("restart", false);
        channels.send(Channel.CONTROL, Message.of("shutdown_request", session, content));
        boolean ended = process.end(limit);
        channels.close();
        return ended;
    }

    /** What has come from the kernel, to be told to the execution that waits for it. */
    private interface Event {
        void happen(Execution execution) throws InterruptedException;
    }

    private record Published(Message message) implements Event {
        @Override
        public void happen(Execution execution) {
            execution.published(message);
        }

        boolean isFor(Consumer<Message> others) {
            others.accept(message);
            return true;
        }
    }
}
