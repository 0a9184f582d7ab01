package io.github.kubecluster.cluster;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Messages for the one thread that owns a state: what others want of it is run there, in the order in which it came. */
final class Inbox {
    private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();

    /** Leaves a message; may be called by any thread. */
    void add(Runnable message) {
        messages.add(message);
    }

    /** Waits for a message, {@code nanos} at most, and runs all that are there. */
    void run(long nanos) throws InterruptedException {
        Runnable message = messages.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        while (message != null) {
            message.run();
            message = messages.poll();
        }
    }
}
