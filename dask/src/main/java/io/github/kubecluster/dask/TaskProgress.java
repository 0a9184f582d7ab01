package io.github.kubecluster.dask;

import java.util.Collection;

/**
 * How far tasks are, at one moment and as far as the scheduler has told.
 *
 * @param total how many tasks there are
 * @param finished how many have a result
 * @param failed how many raised an exception
 * @param cancelled how many were cancelled, or have nobody who computes them any more
 */
public record TaskProgress(int total, int finished, int failed, int cancelled) {
    /** Counts the tasks of {@code futures}; it does not wait. */
    public static TaskProgress of(Collection<DaskFuture> futures) {
        int finished = 0;
        int failed = 0;
        int cancelled = 0;
        for (DaskFuture future : futures) {
            switch (future.status()) {
                case FINISHED -> finished++;
                case ERROR -> failed++;
                case CANCELLED -> cancelled++;
                case PENDING, LOST -> cancelled += future.done() ? 1 : 0;
            }
        }
        return new TaskProgress(futures.size(), finished, failed, cancelled);
    }

    /** Returns how many tasks wait or run. */
    public int pending() {
        return total - finished - failed - cancelled;
    }

    /** Returns the figures as a sentence's beginning, such as {@code 7 of 10 finished, 1 failed}. */
    @Override
    public String toString() {
        return finished + " of " + total + " finished" + (failed > 0 ? ", " + failed + " failed" : "")
                + (cancelled > 0 ? ", " + cancelled + " cancelled" : "");
    }
}
