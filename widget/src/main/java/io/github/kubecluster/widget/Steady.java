package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.WorkerStatus;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds figures of workers until they have moved by as much as can be seen: what swings about the border between two rounded
 * figures would be sent for ever. Used by one thread at a time.
 */
final class Steady {
    private static final long MEMORY_STEP = (1L << 30) / 10;
    private static final int CPU_STEP = 10;

    private Map<String, WorkerStatus> held = Map.of();

    /** Returns {@code status} with the figures that are held. */
    ClusterStatus of(ClusterStatus status) {
        Map<String, WorkerStatus> now = new HashMap<>();
        status.workers().forEach(worker -> now.put(worker.name(), of(worker)));
        held = now;
        return new ClusterStatus(
                status.name(),
                status.place(),
                status.phase(),
                status.scheduler(),
                status.schedulerAddress(),
                status.dashboardLink(),
                status.started(),
                status.scaling(),
                status.wanted(),
                status.workers().stream().map(worker -> now.get(worker.name())).toList(),
                status.notices(),
                status.problem());
    }

    private WorkerStatus of(WorkerStatus worker) {
        WorkerStatus before = held.get(worker.name());
        if (before == null || before.threads() == 0 || worker.threads() == 0) {
            return worker;
        }
        boolean memory = Math.abs(worker.memoryUsedBytes() - before.memoryUsedBytes()) >= MEMORY_STEP;
        boolean cpu = Math.abs(worker.cpuPercent() - before.cpuPercent()) >= CPU_STEP;
        return new WorkerStatus(
                worker.name(),
                worker.phase(),
                worker.reason(),
                worker.node(),
                worker.threads(),
                worker.tasks(),
                cpu ? worker.cpuPercent() : before.cpuPercent(),
                memory ? worker.memoryUsedBytes() : before.memoryUsedBytes(),
                worker.memoryLimitBytes(),
                worker.dashboard(),
                worker.start());
    }
}
