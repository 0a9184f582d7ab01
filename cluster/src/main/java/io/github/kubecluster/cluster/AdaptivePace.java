package io.github.kubecluster.cluster;

import java.time.Duration;

/**
 * How eagerly adaptive scaling follows the load. {@link #standard} is Dask's own pace, with a cool-down and a step limit.
 *
 * @param interval the time from one decision to the next; at least 0.1 s
 * @param targetDuration in what time the present work should be done: the shorter, the more workers
 * @param waitCount how many decisions in a row must name a worker before it goes; at least 1
 * @param coolDown for how long no worker goes after the cluster has grown
 * @param step the most workers that one decision adds or removes; at least 1
 */
public record AdaptivePace(Duration interval, Duration targetDuration, int waitCount, Duration coolDown, int step) {
    private static final AdaptivePace STANDARD =
            new AdaptivePace(Duration.ofSeconds(1), Duration.ofSeconds(5), 3, Duration.ofSeconds(15), 20);

    /** Checks the values. */
    public AdaptivePace {
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "Cannot adapt every " + interval.toMillis() + " ms. Give an interval from 100 ms upwards.");
        }
        if (targetDuration.toMillis() <= 0) {
            throw new IllegalArgumentException("Cannot adapt with a target duration of " + targetDuration.toMillis()
                    + " ms. Give a target duration above 0 s.");
        }
        if (waitCount < 1) {
            throw new IllegalArgumentException(
                    "Cannot adapt with a wait count of " + waitCount + ". Give a wait count from 1 upwards.");
        }
        if (coolDown.isNegative()) {
            throw new IllegalArgumentException("Cannot adapt with a cool-down of " + coolDown.toMillis()
                    + " ms. Give a cool-down from 0 s upwards.");
        }
        if (step < 1) {
            throw new IllegalArgumentException(
                    "Cannot adapt in steps of " + step + " workers. Give a step from 1 upwards.");
        }
    }

    /** Returns the pace that holds where none is given: every second, 5 s, 3 times, 15 s, 20 workers. */
    public static AdaptivePace standard() {
        return STANDARD;
    }

    public AdaptivePace withInterval(Duration interval) {
        return new AdaptivePace(interval, targetDuration, waitCount, coolDown, step);
    }

    public AdaptivePace withTargetDuration(Duration targetDuration) {
        return new AdaptivePace(interval, targetDuration, waitCount, coolDown, step);
    }

    public AdaptivePace withWaitCount(int waitCount) {
        return new AdaptivePace(interval, targetDuration, waitCount, coolDown, step);
    }

    public AdaptivePace withCoolDown(Duration coolDown) {
        return new AdaptivePace(interval, targetDuration, waitCount, coolDown, step);
    }

    public AdaptivePace withStep(int step) {
        return new AdaptivePace(interval, targetDuration, waitCount, coolDown, step);
    }
}
