package io.github.kubecluster.dask;

import java.time.Duration;

/** What {@link Duration} itself lacks. */
final class Durations {
    private Durations() {}

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
