package io.github.kubecluster.cluster;

import java.net.URI;
import java.util.Optional;

/**
 * One worker as it was when the status was taken.
 *
 * @param name the worker's name, which is also its pod's
 * @param phase how far it has come
 * @param reason why it is not further, one sentence; for a ready worker what it is doing
 * @param node where its pod runs, or the host of a process of this machine; empty before that is known
 * @param threads how many tasks it runs at once; zero while it is not registered with the scheduler
 * @param tasks how many tasks it runs and has waiting
 * @param cpuPercent how much of one CPU it used lately; more than 100 if it used several
 * @param memoryUsedBytes resident memory that the worker reported last; zero while it is not registered
 * @param memoryLimitBytes the limit that the worker keeps to; zero while it is not registered or when there is none
 * @param dashboard the root of its web pages as this process reaches it; empty while it is not registered
 * @param start how long its start took so far
 */
public record WorkerStatus(
        String name,
        Phase phase,
        String reason,
        Optional<String> node,
        int threads,
        int tasks,
        int cpuPercent,
        long memoryUsedBytes,
        long memoryLimitBytes,
        Optional<URI> dashboard,
        StartTimes start) {

    /** A worker's way from the request for its pod to its end. */
    public enum Phase {
        /** Its pod is asked for, or waits for a node, an image, a volume. */
        PENDING,
        /** Its pod runs; the scheduler does not know the worker yet. */
        STARTING,
        /** Registered with the scheduler: it takes tasks. */
        READY,
        /** Handing its data to other workers before its pod is deleted. */
        RETIRING,
        /** Its pod has ended by itself. */
        FAILED
    }

    static WorkerStatus unregistered(String name, Phase phase, String reason, Optional<String> node, StartTimes start) {
        return new WorkerStatus(name, phase, reason, node, 0, 0, 0, 0, 0, Optional.empty(), start);
    }

    /** Tells whether this worker counts towards the size of the cluster: on its way or ready. */
    public boolean counts() {
        return phase == Phase.PENDING || phase == Phase.STARTING || phase == Phase.READY;
    }
}
