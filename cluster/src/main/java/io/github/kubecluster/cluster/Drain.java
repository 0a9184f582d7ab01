package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A worker's last tasks: it begins no new ones and is given time for those that it runs. Used by one thread. */
final class Drain {
    private final Duration limit;
    private final Instant deadline;
    private final Instant told;
    private @Nullable Instant quiet;

    /** @param told since when the worker is to begin no task, by the scheduler's clock */
    Drain(Duration limit, Instant now, Instant told) {
        this.limit = limit;
        this.deadline = now.plus(limit);
        this.told = told;
    }

    /**
     * Tells whether the worker runs nothing any more, by what the scheduler knows of it. It takes two heartbeats: the first
     * may have been on its way when the worker was told.
     *
     * @param info null if it is not registered any more
     */
    boolean isOver(@Nullable WorkerInfo info) {
        if (info == null) {
            return true;
        }
        if (info.executing() > 0 || !info.lastSeen().isAfter(told)) {
            quiet = null;
            return false;
        }
        if (quiet == null) {
            quiet = info.lastSeen();
        }
        return info.lastSeen().isAfter(quiet);
    }

    boolean isTooLong(Instant now) {
        return !now.isBefore(deadline);
    }

    /** What the worker is doing. */
    String reason(@Nullable WorkerInfo info) {
        int tasks = info == null ? 0 : info.executing();
        return tasks == 0
                ? "has ended its last tasks, hands its data over and ends"
                : "runs " + count(tasks) + " to the end first, for up to " + limit.toSeconds() + " s";
    }

    /** What is done with a worker that has not come to an end in time. */
    String cutOff(Worker worker) {
        int tasks = worker.info == null ? 0 : worker.info.executing();
        return "worker \"" + worker.name + "\" still ran " + count(tasks) + " after " + limit.toSeconds()
                + " s and goes all the same; what it ran is begun again by another worker";
    }

    private static String count(int tasks) {
        return tasks + (tasks == 1 ? " task" : " tasks");
    }
}
