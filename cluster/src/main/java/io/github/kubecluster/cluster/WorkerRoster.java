package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.WorkerInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workers of a cluster, by name, as the pod watch and the scheduler tell of them. Used by one thread. */
final class WorkerRoster {
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final Clock clock;

    WorkerRoster(Clock clock) {
        this.clock = clock;
    }

    /** Adds a worker whose pod is about to be asked for. */
    Worker add(String name) {
        Instant now = clock.instant();
        return put(new Worker(name, now, StartTimes.of(now)));
    }

    void remove(Worker worker) {
        workers.remove(worker.name);
    }

    @Nullable
    Worker find(String name) {
        return workers.get(name);
    }

    Collection<Worker> all() {
        return workers.values();
    }

    /** Returns the workers that count towards the size of the cluster. */
    List<Worker> counting() {
        return workers.values().stream().filter(Worker::counts).toList();
    }

    List<WorkerStatus> statuses() {
        return workers.values().stream().map(Worker::status).toList();
    }

    /** A worker pod that is not known is one whose creation was taken for failed, or a former owner's. */
    void showPods(List<Pod> snapshot) {
        Set<String> there = new LinkedHashSet<>();
        for (Pod pod : snapshot) {
            if (Labels.isWorker(pod)) {
                String name = pod.getMetadata().getName();
                there.add(name);
                known(name).show(pod, clock.instant());
            }
        }
        workers.values().removeIf(worker -> !there.contains(worker.name) && worker.isGone(clock.instant()));
    }

    /**
     * Takes note of who is registered with the scheduler. Returns whether somebody is for the first time.
     *
     * @param looksOn whether another process keeps the workers: then some may be seen through the scheduler alone
     */
    boolean showRegistered(List<WorkerInfo> infos, boolean looksOn) {
        Map<String, WorkerInfo> registered = new LinkedHashMap<>();
        infos.forEach(info -> registered.put(info.name(), info));
        if (looksOn) {
            registered.keySet().forEach(this::known);
            workers.values().removeIf(worker -> worker.pod == null && !registered.containsKey(worker.name));
        }
        boolean arrived = false;
        for (Worker worker : workers.values()) {
            boolean had = worker.hadRegistered;
            worker.show(registered.get(worker.name), clock.instant());
            arrived |= worker.hadRegistered && !had;
        }
        return arrived;
    }

    private Worker known(String name) {
        Worker worker = workers.get(name);
        return worker == null ? put(new Worker(name, clock.instant(), StartTimes.unknown())) : worker;
    }

    private Worker put(Worker worker) {
        workers.put(worker.name, worker);
        return worker;
    }
}
