package io.github.kubecluster.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A cluster that is there, as {@link KubeCluster#list} found it; whoever started it.
 *
 * @param name its name, for {@link KubeCluster#attach}
 * @param place where it runs
 * @param started when it was started
 * @param desired the size that it is to have; empty where that is not written down
 * @param workers how many workers are there or on their way
 * @param user whose it is, on a hub the hub's user; empty where that is not known
 * @param state how its scheduler is, in words
 */
public record ClusterEntry(
        String name, String place, Instant started, Optional<Scaling> desired, int workers, String user, String state) {

    /** Returns how long it has been there. */
    public Duration age() {
        return Duration.between(started, Instant.now());
    }

    @Override
    public String toString() {
        return "KubeCluster \"" + name + "\" (" + state + ", " + workers
                + desired.map(size -> " of " + size).orElse(workers == 1 ? " worker" : " workers") + ", "
                + age().toMinutes() + " min old, "
                + (user.isEmpty() ? "" : "of user \"" + user + "\", ") + place + ")";
    }
}
