package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.WorkerInfo;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which workers go first when a cluster shrinks, as dask-kubernetes 0.8 did: those that are not registered yet, then
 * idle ones, then busy ones; within each, the one with the least in memory.
 */
final class ScaleDown {
    /**
     * A worker that may go.
     *
     * @param info what the scheduler knows of it; null while it is not registered
     */
    record Candidate(String name, @Nullable WorkerInfo info) {
        private int rank() {
            return info == null ? 0 : info.executing() + info.ready() == 0 ? 1 : 2;
        }

        private long memory() {
            return info == null ? 0 : info.memoryUsed();
        }
    }

    private ScaleDown() {}

    static List<Candidate> choose(List<Candidate> workers, int howMany) {
        return workers.stream()
                .sorted(Comparator.comparingInt(Candidate::rank).thenComparingLong(Candidate::memory))
                .limit(howMany)
                .toList();
    }
}
