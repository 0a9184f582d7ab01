package io.github.kubecluster.dask;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what other threads and processes do: long, since machines are slow and loaded at times. */
final class Patience {
    static final Duration LIMIT = Duration.ofMinutes(1);

    private Patience() {}

    static ConditionFactory await(String condition) {
        return Awaitility.await(condition).atMost(LIMIT);
    }
}
