package io.github.kubecluster.dask;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;

/**
 * Opens connections to one scheduler or worker.
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

    /** Returns the connector of a worker of the same cluster. */
    Connector to(SchedulerAddress worker, Duration limit) {
        return new Connector(worker, sockets, Durations.shorter(limit, timeout));
    }

    /** Tries once. */
    Comm open() throws IOException {
        return Comm.open(address, sockets, timeout);
    }

    /**
     * Tries until a connection is open.
     *
     * @param wanted tells whether somebody still waits; it is asked before each try
     * @throws DaskConnectionException if the time is over, with the reason why the last try failed that had its full time to
     */
    Comm openPatiently(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        Duration longestTry = timeout.dividedBy(TRIES_WITHIN_TIMEOUT);
        IOException last = null;
        while (wanted.getAsBoolean()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            boolean cutShort = left.compareTo(longestTry) < 0;
            try {
                return Comm.open(address, sockets, cutShort ? left : longestTry);
            } catch (IOException e) {
                if (last == null || !(cutShort && e instanceof SocketTimeoutException)) {
                    last = e;
                }
                long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
                if (end - System.nanoTime() < Duration.ofMillis(jittered).toNanos()) {
                    throw unreachable(last);
                }
                Thread.sleep(jittered);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        }
        throw new CancellationException("Nobody waits for scheduler \"" + address + "\" any more.");
    }

    private DaskConnectionException unreachable(IOException last) {
        return new DaskConnectionException(
                "Cannot connect to scheduler \"" + address + "\" within " + Wording.seconds(timeout) + ": "
                        + Wording.reason(last) + ". Check that it runs and that its port can be reached from here.",
                last);
    }
}
