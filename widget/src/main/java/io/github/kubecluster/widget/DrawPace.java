package io.github.kubecluster.widget;

import io.github.kubecluster.dask.ServiceThreads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** When something is drawn that changes often: soon after a change, and once a second at most. Thread-safe. */
final class DrawPace {
    private static final Logger LOG = System.getLogger(DrawPace.class.getName());
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    /** Kubernetes reports what it did to a pod a little after the pod has changed. */
    private static final Duration LATER = Duration.ofSeconds(2);

    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(ServiceThreads.factory("widget-draw"));

    private final BooleanSupplier draw;
    private long lastDrawn = System.nanoTime() - BETWEEN.toNanos();
    private long due;
    private @Nullable ScheduledFuture<?> planned;

    /** @param draw draws what has changed, on a thread that all of these share, and returns whether something had */
    DrawPace(BooleanSupplier draw) {
        this.draw = draw;
    }

    /** Has it drawn soon; many calls at once lead to one drawing. */
    synchronized void ask() {
        long now = System.nanoTime();
        plan(now, Math.max(SOON.toNanos(), lastDrawn + BETWEEN.toNanos() - now));
    }

    /** Has it looked at again later, unless that is planned for sooner. */
    synchronized void askLater() {
        plan(System.nanoTime(), LATER.toNanos());
    }

    private void plan(long now, long wait) {
        if (planned != null && due - (now + wait) <= 0) {
            return;
        }
        if (planned != null) {
            planned.cancel(false);
        }
        due = now + wait;
        planned = THREAD.schedule(this::run, wait, TimeUnit.NANOSECONDS);
    }

    private void run() {
        synchronized (this) {
            planned = null;
        }
        try {
            if (draw.getAsBoolean()) {
                synchronized (this) {
                    lastDrawn = System.nanoTime();
                }
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A cluster's widget could not be drawn; the next change is tried again.", e);
        }
    }
}
