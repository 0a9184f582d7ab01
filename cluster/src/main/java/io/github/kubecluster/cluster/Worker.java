package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import io.github.kubecluster.dask.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A worker as the {@link Reconciler} keeps it, from the request for its pod to the pod's end. Used by one thread. */
final class Worker {
    /** A pod that a watch has not shown after this time was deleted unseen. */
    private static final Duration UNSEEN = Duration.ofSeconds(60);

    /** What is being done with a worker. */
    enum Stage {
        /** Wanted, and its pod is asked for. */
        WANTED,
        /** Not wanted: the scheduler is asked to let it go. */
        RETIRING,
        /** Not wanted: it runs its tasks to their end before the scheduler lets it go. */
        DRAINING,
        /** The scheduler has let it go: its pod is to be deleted. */
        RELEASED,
        /** Its pod's deletion is asked for or accepted. */
        DELETING
    }

    final String name;
    Stage stage;

    @Nullable
    Pod pod;
    /** What the scheduler knows of it; null while it is not registered. */
    @Nullable
    WorkerInfo info;

    /** How far its last tasks are; null unless it is drained. */
    @Nullable
    Drain drain;

    boolean hadRegistered;
    /** Whether the call that creates its pod is on its way: until it is back there may be nothing to delete yet. */
    boolean creating;

    private final Instant added;
    private StartTimes start;
    private boolean seen;

    /** @param start unknown if another process has asked for its pod */
    Worker(String name, Instant added, StartTimes start) {
        this.name = name;
        this.stage = Stage.WANTED;
        this.added = added;
        this.start = start;
    }

    /** Tells whether it counts towards the size of the cluster. */
    boolean counts() {
        return stage == Stage.WANTED;
    }

    /** Takes note of its pod, as the watch shows it. */
    void show(Pod shown, Instant now) {
        pod = shown;
        seen = true;
        start = start.seen(shown, now);
        if (shown.getMetadata().getDeletionTimestamp() != null) {
            stage = Stage.DELETING;
        }
    }

    /** Takes note of what the scheduler knows of it; null if it does not know it. */
    void show(@Nullable WorkerInfo known, Instant now) {
        info = known;
        if (known != null) {
            hadRegistered = true;
            start = start.reached(StartTimes.Step.READY, now);
        }
    }

    /** Tells, of one whose pod the watch does not show, whether the pod is no more. */
    boolean isGone(Instant now) {
        return !creating && (seen || added.plus(UNSEEN).isBefore(now));
    }

    boolean ended() {
        return pod != null && PodReason.ended(pod);
    }

    boolean running() {
        return pod != null && PodReason.running(pod);
    }

    boolean idle() {
        return info != null && info.executing() + info.ready() == 0;
    }

    /** Why its pod is not further than it is. */
    String podReason() {
        return pod == null ? "its pod is asked for" : PodReason.of(pod);
    }

    private String leaveReason() {
        return stage == Stage.DRAINING && drain != null ? drain.reason(info) : "hands its data over and ends";
    }

    WorkerStatus status() {
        if (!counts()) {
            return ended()
                    ? WorkerStatus.unregistered(name, Phase.FAILED, podReason(), node(), start)
                    : WorkerStatus.unregistered(name, Phase.RETIRING, leaveReason(), node(), start);
        }
        if (info != null) {
            int tasks = info.executing() + info.ready();
            String doing = tasks == 0 ? "idle" : "has " + tasks + (tasks == 1 ? " task" : " tasks");
            return new WorkerStatus(
                    name,
                    Phase.READY,
                    doing,
                    node(),
                    info.threads(),
                    tasks,
                    info.cpuPercent(),
                    info.memoryUsed(),
                    info.memoryLimit(),
                    info.dashboard(),
                    start);
        }
        return WorkerStatus.unregistered(name, running() ? Phase.STARTING : Phase.PENDING, podReason(), node(), start);
    }

    private Optional<String> node() {
        Optional<String> scheduled =
                Optional.ofNullable(pod).map(shown -> shown.getSpec().getNodeName());
        return scheduled.or(
                () -> Optional.ofNullable(info).map(WorkerInfo::host).filter(host -> !host.isEmpty()));
    }
}
