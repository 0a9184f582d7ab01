package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds a cluster's newest status for those who look at it and those who wait for a change. Thread-safe. */
final class StatusBoard {
    private final List<Consumer<ClusterStatus>> listeners = new CopyOnWriteArrayList<>();
    private ClusterStatus current;

    StatusBoard(ClusterStatus first) {
        this.current = first;
    }

    void publish(ClusterStatus status) {
        synchronized (this) {
            if (status.equals(current)) {
                return;
            }
            current = status;
            notifyAll();
        }
        listeners.forEach(listener -> listener.accept(status));
    }

    synchronized ClusterStatus current() {
        return current;
    }

    /** Calls {@code listener} with every new status, on the thread that publishes it, until the result is run. */
    Runnable listen(Consumer<ClusterStatus> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Waits until the status is as wanted.
     *
     * @param what what is waited for, for the message of an interruption
     * @param reason the reason of the wait at a status; each new one is given to {@code narrator}, on this thread
     * @return the status that is as wanted, or null when {@code limit} is over
     */
    @Nullable
    ClusterStatus await(
            String what,
            Duration limit,
            Predicate<ClusterStatus> wanted,
            Function<ClusterStatus, String> reason,
            Consumer<String> narrator) {
        Instant deadline = Instant.now().plus(limit);
        String told = "";
        ClusterStatus seen = current();
        while (!wanted.test(seen)) {
            String now = reason.apply(seen);
            if (!now.isEmpty() && !now.equals(told)) {
                narrator.accept(now);
                told = now;
            }
            try {
                seen = next(seen, deadline);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ServiceThreads.interrupted(what, e);
            }
            if (seen == null) {
                return null;
            }
        }
        return seen;
    }

    private synchronized @Nullable ClusterStatus next(ClusterStatus seen, Instant deadline)
            throws InterruptedException {
        while (current.equals(seen)) {
            long millis = Duration.between(Instant.now(), deadline).toMillis();
            if (millis <= 0) {
                return null;
            }
            wait(millis);
        }
        return current;
    }
}
