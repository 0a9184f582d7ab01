package io.github.kubecluster.dask;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.SocketFactory;

/**
 * Opens connections to one scheduler.
 *
 * @param timeout how long connecting may take, tries and pauses together
 */
record Connector(SchedulerAddress address, SocketFactory sockets, Duration timeout) {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final int TRIES_WITHIN_TIMEOUT = 5;

    Connector {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout of scheduler \"" + address + "\" is "
                    + Wording.seconds(timeout) + ". Give it a positive time, such as 30 s.");
        }
    }

    /** Tries once. */
    Comm open() throws IOException {
        return Comm.open(address, sockets, timeout);
    }

    /**
     * Tries until a connection is open; the caller waits and can be interrupted.
     *
     * @throws DaskConnectionException if the time is over, with the reason why the last try failed
     * @throws CancellationException if this thread is interrupted; nothing is left open then
     */
    Comm openPatiently() {
        CompletableFuture<Comm> opened = new CompletableFuture<>();
        ServiceThreads.start("dask-connect", () -> {
            try {
                tryUntilDone(opened);
            } catch (IOException | RuntimeException | InterruptedException e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            return ServiceThreads.await("scheduler \"" + address + "\"", opened);
        } catch (CancellationException e) {
            opened.cancel(false);
            throw e;
        }
    }

    private void tryUntilDone(CompletableFuture<Comm> opened) throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (!opened.isDone()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            try {
                Comm comm = Comm.open(address, sockets, shorter(left, timeout.dividedBy(TRIES_WITHIN_TIMEOUT)));
                if (!opened.complete(comm)) {
                    comm.close();
                }
            } catch (IOException e) {
                long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
                if (end - System.nanoTime() < Duration.ofMillis(jittered).toNanos()) {
                    opened.completeExceptionally(unreachable(e));
                    return;
                }
                Thread.sleep(jittered);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        }
    }

    private DaskConnectionException unreachable(IOException last) {
        return new DaskConnectionException(
                "Cannot connect to scheduler \"" + address + "\" within " + Wording.seconds(timeout) + ": "
                        + Wording.reason(last) + ". Check that it runs and that its port can be reached from here.",
                last);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
