package io.github.kubecluster.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Says which workers go first when a cluster shrinks, as dask-kubernetes 0.8 did: those that are not registered yet, then
 * idle ones, then busy ones; within each, the one with the least in memory. Of those not registered, the ones whose pods do
 * not run yet go first.
 */
final class ScaleDown {
    private static final Comparator<Worker> ORDER = Comparator.comparingInt(ScaleDown::rank)
            .thenComparingLong(worker -> worker.info == null ? 0 : worker.info.memoryUsed());

    private ScaleDown() {}

    static List<Worker> choose(Collection<Worker> workers, int howMany) {
        return workers.stream().sorted(ORDER).limit(howMany).toList();
    }

    static Departure departure(Worker worker) {
        String reason = switch (rank(worker)) {
            case 0 -> "its pod does not run yet";
            case 1 -> "it has not joined the scheduler yet";
            case 2 -> "it is idle";
            default -> worker.status().reason();
        };
        return new Departure(worker.name, reason, worker.info == null ? 0 : worker.info.memoryUsed());
    }

    private static int rank(Worker worker) {
        if (worker.info == null) {
            return worker.running() ? 1 : 0;
        }
        return worker.idle() ? 2 : 3;
    }
}
