package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The order of everything that cells send: one queue, so that nothing overtakes what was printed before it.
 *
 * <p>Any thread may add, also one that is interrupted or stopped at any instruction: adding takes no lock. One thread
 * takes, joins adjacent texts of one stream, and hands messages on.
 */
final class Outbox implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Outbox.class.getName());
    private static final long DELAY = Duration.ofMillis(50).toNanos();
    private static final int FULL = 8 << 10;
    private static final long MOST_PENDING = 1 << 20;
    private static final int MOST_MESSAGES = 1000;
    private static final Duration NAP = Duration.ofMillis(1);

    private sealed interface Entry permits Whole, Text, End {}

    private record Whole(Message message, Consumer<Message> sender) implements Entry {}

    private record Text(Request request, String name, ByteBuffer utf8) implements Entry {
        boolean continues(@Nullable Text other) {
            return other != null && request == other.request && name.equals(other.name);
        }
    }

    private record End() implements Entry {}

    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicInteger pendingMessages = new AtomicInteger();
    private final Consumer<Message> publisher;
    private final Thread thread;

    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
    private @Nullable Text first;
    private long due;

    Outbox(Consumer<Message> publisher) {
        this.publisher = publisher;
        this.thread = Threads.start("jupyter-outbox", this::run);
    }

    /** Waits, if a thread of a cell publishes more than the frontends take, until they have taken some or it is interrupted. */
    void publish(Message message) {
        while (pendingMessages.get() > MOST_MESSAGES
                && !Threads.isCurrent()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, NAP.toNanos());
        }
        send(message, publisher);
    }

    /** Hands {@code message} to {@code sender} in its turn. */
    void send(Message message, Consumer<Message> sender) {
        pendingMessages.incrementAndGet();
        add(new Whole(message, sender));
    }

    void stream(Request request, String name, byte[] utf8) throws InterruptedException {
        while (pending.get() > MOST_PENDING) {
            LockSupport.parkNanos(this, NAP.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        pending.addAndGet(utf8.length);
        add(new Text(request, name, ByteBuffer.wrap(utf8)));
    }

    /** Hands on what was added so far, then ends. */
    @Override
    public void close() {
        add(new End());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Entry entry) {
        queue.add(entry);
        LockSupport.unpark(thread);
    }

    private void run() {
        while (true) {
            Entry entry = queue.poll();
            if (entry == null) {
                await();
            } else if (entry instanceof Text text) {
                join(text);
            } else {
                flush(joined.size());
                if (entry instanceof Whole whole) {
                    pendingMessages.decrementAndGet();
                    handOn(whole.message(), whole.sender());
                } else {
                    return;
                }
            }
        }
    }

    private static void handOn(Message message, Consumer<Message> sender) {
        try {
            sender.accept(message);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A message of type \"" + message.type() + "\" was lost.", e);
        }
    }

    private void await() {
        if (first == null) {
            // A thread that was stopped between counting and adding has left the counters too high.
            pending.set(0);
            pendingMessages.set(0);
            LockSupport.park(this);
        } else if (due - System.nanoTime() <= 0) {
            flushCharacters();
        } else {
            LockSupport.parkNanos(this, due - System.nanoTime());
        }
    }

    private void join(Text text) {
        if (!text.continues(first)) {
            flush(joined.size());
            first = text;
            due = System.nanoTime() + DELAY;
        }
        joined.writeBytes(text.utf8().array());
        if (joined.size() >= FULL) {
            flushCharacters();
        }
    }

    /** Publishes all but a character that is not complete, unless there is nothing else. */
    private void flushCharacters() {
        int complete = Utf8.complete(joined.toByteArray());
        flush(complete == 0 ? joined.size() : complete);
    }

    private void flush(int length) {
        if (first == null) {
            return;
        }
        byte[] bytes = joined.toByteArray();
        JsonObject content = new JsonObject();
        content.addProperty("name", first.name());
        content.addProperty("text", new String(bytes, 0, length, StandardCharsets.UTF_8));
        handOn(first.request().message("stream", content), publisher);
        pending.addAndGet(-length);
        joined.reset();
        joined.write(bytes, length, bytes.length - length);
        first = joined.size() == 0 ? null : first;
        due = System.nanoTime() + DELAY;
    }
}
