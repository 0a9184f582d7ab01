package io.github.kubecluster.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * What ends a cluster that nobody needs: a few lines of Python that the scheduler runs. They also know who owns the cluster.
 *
 * <p>They are given to the scheduler as text in its environment, so that it never runs without them.
 *
 * @param owner the name of the owner, and what the name of its client begins with; empty where there is none yet
 * @param patience how long the scheduler lives without a sign of the owner
 * @param detached whether it goes on without an owner
 * @param idleLimit after how long without work it ends; zero for never
 * @param lifeLimit after how long it ends in any case; zero for never
 */
record Lifeline(String owner, Duration patience, boolean detached, Duration idleLimit, Duration lifeLimit) {
    static final String OWNER = "KUBECLUSTER_OWNER";

    Map<String, String> environment() {
        return Map.of(
                "DASK_DISTRIBUTED__SCHEDULER__PRELOAD",
                program(),
                OWNER,
                owner,
                "KUBECLUSTER_LIFELINE_SECONDS",
                String.valueOf(patience.toSeconds()),
                "KUBECLUSTER_DETACHED",
                detached ? "1" : "0",
                "KUBECLUSTER_IDLE_SECONDS",
                String.valueOf(idleLimit.toSeconds()),
                "KUBECLUSTER_LIFE_SECONDS",
                String.valueOf(lifeLimit.toSeconds()));
    }

    private static String program() {
        try (InputStream program = Shipped.open("lifeline.py")) {
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read \"lifeline.py\" from the jar of this library.", e);
        }
    }
}
