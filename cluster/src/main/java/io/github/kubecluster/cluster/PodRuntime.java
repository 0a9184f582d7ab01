package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.SchedulerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** Tells whether this place hands files to the pods of a cluster that others do not see; most have no way to. */
    default boolean keepsSecrets() {
        return false;
    }

    /** Tells whether whoever attaches later can have the keys of a client. */
    default boolean sharesKeys() {
        return false;
    }

    /** What this place cannot honour of {@code pod}, a sentence each. */
    List<String> notHonoured(Pod pod);

    /**
     * What a cluster is launched with.
     *
     * @param keys what the members show each other, of which the pods mount theirs as the secret of the scheduler's name; null
     *     where the cluster is not encrypted
     * @param size the size that it is to have, for whoever owns it later
     */
    record Plan(String cluster, Pod scheduler, @Nullable ClusterKeys keys, WorkerTemplate workers, Scaling size) {}

    /**
     * Starts the scheduler together with what ties all other objects of the cluster to it, and begins to watch.
     *
     * @param watcher called with all pods of the cluster after each change, on a thread of this place
     * @return where the scheduler listens, or will
     * @throws NameTakenException if a cluster of this name is there already; nothing was created then
     */
    SchedulerAddress launch(Plan plan, Consumer<List<Pod>> watcher, Duration limit);

    /** The launched scheduler answers: from now on it ends by itself when it misses its owner, and no limit need end it. */
    default void schedulerAnswers() {}

    /**
     * A cluster that is there already.
     *
     * @param credentials what its clients show; null where it is not encrypted
     * @param workers what its workers are made from; null where this library has not launched it
     * @param size the size that it is to have
     */
    record Found(
            SchedulerAddress address,
            @Nullable Credentials credentials,
            @Nullable WorkerTemplate workers,
            Scaling size) {}

    /**
     * Finds a cluster that somebody has launched, and begins to watch.
     *
     * @throws NotThereException if there is none of this name
     * @throws ClusterException if it is encrypted and its keys cannot be had; says where they were looked for
     */
    Found attach(String cluster, Consumer<List<Pod>> watcher);

    /** Returns the clusters of this place that this library has launched. */
    List<ClusterEntry> list();

    /** Returns how much is used of each quota that holds here, a sentence each; none that this account may not list. */
    default List<String> quotas() {
        return List.of();
    }

    /** Writes down the size that the cluster of this name is to have, where its owner reads it. */
    void writeSize(String cluster, Scaling size);

    /** Has {@code reader} told of every size that others write down for the launched or attached cluster. */
    void watchSize(Consumer<Scaling> reader);

    /** Returns why this place has not made the scheduler's pod, if it has said so. */
    Optional<String> schedulerRefused();

    void create(Pod worker);

    /** Deletes a pod; one that is gone already is no failure. */
    void delete(String pod);

    /**
     * Returns part of what a pod has printed.
     *
     * @throws IllegalArgumentException if this place cannot answer such a query
     */
    List<String> log(String pod, LogQuery query);

    /** Brings what a pod prints, from the part that is asked for on, on a thread of this place. */
    LogFollower follow(String pod, LogQuery query, Consumer<String> line);

    /** Returns what this place has reported of the cluster's objects lately, oldest first. */
    List<ClusterEvent> events();

    /**
     * Deletes everything that {@link #launch} and {@link #create} made, tries all of it, again and again where that may help,
     * and waits until it is gone.
     *
     * @param narrator told why it takes longer
     * @throws ClusterException if something was left after {@code limit}; names it
     */
    void dismantle(Duration limit, Consumer<String> narrator);

    /** Lets go of the cluster and deletes nothing. */
    void release();

    /** A cluster of this name is there already. */
    final class NameTakenException extends ClusterException {
        private static final long serialVersionUID = 1;

        NameTakenException(String message) {
            super(message);
        }
    }

    /** There is no cluster of this name. */
    final class NotThereException extends ClusterException {
        private static final long serialVersionUID = 1;

        NotThereException(String message) {
            super(message);
        }
    }
}
