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
    private static final Duration BETWEEN_TWO_REASONS = Duration.ofSeconds(1);

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
     * @param reason the reason of the wait at a status; a new one is given to {@code narrator}, on this thread, at most
     *     once a second
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
        Instant mayTell = Instant.now();
        String told = "";
        ClusterStatus seen = current();
        while (!wanted.test(seen)) {
            Instant now = Instant.now();
            if (!now.isBefore(deadline)) {
                return null;
            }
            String why = reason.apply(seen);
            boolean news = !why.isEmpty() && !why.equals(told);
            if (news && !now.isBefore(mayTell)) {
                narrator.accept(why);
                told = why;
                mayTell = now.plus(BETWEEN_TWO_REASONS);
                news = false;
            }
            try {
                seen = next(seen, news && mayTell.isBefore(deadline) ? mayTell : deadline);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ServiceThreads.interrupted(what, e);
            }
        }
        return seen;
    }

    /** Waits for another status than {@code seen}, until {@code deadline} at most, and returns the one there is then. */
    private synchronized ClusterStatus next(ClusterStatus seen, Instant deadline) throws InterruptedException {
        while (current.equals(seen)) {
            long millis = Duration.between(Instant.now(), deadline).toMillis();
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        return current;
    }
}
