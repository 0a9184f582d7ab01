package io.github.kubecluster.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * What ends a cluster whose owner has died without closing it: a few lines of Python that the scheduler runs.
 *
 * <p>They are given to the scheduler as text in its environment, so that it never runs without them.
 *
 * @param owner the name of the owner's client begins with this; nobody else's does
 * @param patience how long the scheduler lives without a sign of the owner
 */
record Lifeline(String owner, Duration patience) {
    Map<String, String> environment() {
        return Map.of(
                "DASK_DISTRIBUTED__SCHEDULER__PRELOAD", program(),
                "KUBECLUSTER_OWNER", owner,
                "KUBECLUSTER_LIFELINE_SECONDS", String.valueOf(patience.toSeconds()));
    }

    private static String program() {
        try (InputStream program = Lifeline.class.getResourceAsStream("lifeline.py")) {
            if (program == null) {
                throw new IllegalStateException("The jar of this library lacks \"lifeline.py\". Build it again.");
            }
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read \"lifeline.py\" from the jar of this library.", e);
        }
    }
}
