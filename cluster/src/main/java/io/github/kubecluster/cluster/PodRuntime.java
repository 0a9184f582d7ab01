package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.SchedulerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A place where the pods of one cluster run: Kubernetes, or processes of this machine.
 *
 * <p>Calls block; the cluster makes them on its own threads. All failures are {@link ClusterException}s.
 */
interface PodRuntime {
    Place place();

    /** Options of {@code dask scheduler} that say where it listens here. */
    Map<String, String> schedulerOptions();

    /** Options of {@code dask worker} that this place needs. */
    Map<String, String> workerOptions();

    /** What this place cannot honour of {@code pod}, a sentence each. */
    List<String> notHonoured(Pod pod);

    /**
     * Starts the scheduler together with what ties all other objects of the cluster to it, and begins to watch.
     *
     * @param watcher called with all pods of the cluster after each change, on a thread of this place
     * @return where the scheduler listens, or will
     * @throws NameTakenException if a cluster of this name is there already; nothing was created then
     */
    SchedulerAddress launch(String cluster, Pod scheduler, Consumer<List<Pod>> watcher, Duration limit);

    void create(Pod worker);

    /** Deletes a pod; one that is gone already is no failure. */
    void delete(String pod);

    /** Returns the last lines of what a pod has printed; empty when there is nothing to be had. */
    List<String> log(String pod, int lines);

    /**
     * Deletes everything that {@link #launch} and {@link #create} made, tries all of it, and waits until it is gone.
     *
     * @throws ClusterException if something was left after {@code limit}; names it
     */
    void dismantle(Duration limit);

    /** A cluster of this name is there already. */
    final class NameTakenException extends ClusterException {
        private static final long serialVersionUID = 1;

        NameTakenException(String message) {
            super(message);
        }
    }
}
