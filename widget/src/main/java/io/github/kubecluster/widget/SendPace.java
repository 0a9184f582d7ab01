package io.github.kubecluster.widget;

import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How often a model sends. Notebook servers drop messages beyond a thousand a second, the last ones first: so a loop that
 * changes a widget faster than anybody can see has some of its changes sent as one. Guarded by its model.
 */
final class SendPace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_PER_SECOND = 50;
    private static final Duration LATER = Duration.ofMillis(50);
    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(ServiceThreads.factory("widget-pace"));

    private long began = System.nanoTime();
    private int sent;
    private long later = System.nanoTime();

    /** Returns whether a message may go now; if not, {@code send} is called soon on another thread, once for many. */
    boolean allows(Runnable send) {
        long now = System.nanoTime();
        if (now - began > SECOND) {
            began = now;
            sent = 0;
        }
        if (++sent <= MOST_PER_SECOND) {
            return true;
        }
        if (now - later >= 0) {
            later = now + LATER.toNanos();
            ScheduledFuture<?> unused = THREAD.schedule(send, LATER.toNanos(), TimeUnit.NANOSECONDS);
        }
        return false;
    }
}
