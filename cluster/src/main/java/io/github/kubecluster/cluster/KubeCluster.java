package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.ServiceThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Dask cluster whose workers are Kubernetes pods, or processes of this machine in their place. Closing it deletes
 * everything it created; so does the end of this process, however it comes. Thread-safe.
 *
 * <p>The name and the shape are those of Python's dask-kubernetes {@code KubeCluster} (the classic one).
 */
public final class KubeCluster implements AutoCloseable {
    private static final Duration WORKERS_LIMIT = Duration.ofMinutes(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(90);

    private final ClusterLife life;
    private final Consumer<String> narrator;
    private final Duration startLimit;

    private KubeCluster(ClusterLife life, Consumer<String> narrator, Duration startLimit) {
        this.life = life;
        this.narrator = narrator;
        this.startLimit = startLimit;
    }

    static KubeCluster launch(ClusterOptions options) {
        KubeCluster cluster = new KubeCluster(new ClusterLife(options), options.narrator(), options.startLimit());
        OpenClusters.add(cluster);
        cluster.life.whenClosed(() -> OpenClusters.remove(cluster));
        cluster.life.launch();
        return cluster;
    }

    /** Returns a builder, which begins with this process's environment and what {@link KubeClusterDefaults} set. */
    public static KubeClusterBuilder builder() {
        KubeClusterBuilder builder = new KubeClusterBuilder(System.getenv());
        ServiceLoader.load(KubeClusterDefaults.class, KubeCluster.class.getClassLoader())
                .forEach(defaults -> defaults.apply(builder));
        return builder;
    }

    /**
     * Starts a cluster of no workers with the pod template in {@code file}, as Python's {@code KubeCluster.from_yaml} does.
     *
     * @throws IllegalArgumentException if the file does not hold a pod template; nothing was created
     * @throws ClusterException as {@link KubeClusterBuilder#start} does
     */
    public static KubeCluster fromYaml(Path file) {
        return builder().template(file).start();
    }

    /** Starts a cluster of no workers with the pod template in {@code file}; see {@link #fromYaml(Path)}. */
    public static KubeCluster fromYaml(String file) {
        return fromYaml(Path.of(file));
    }

    /** Returns the clusters that this process has started and not closed. */
    public static List<KubeCluster> open() {
        return OpenClusters.list();
    }

    /** Returns the cluster's name, on which the names of all its objects are built. */
    public String name() {
        return status().name();
    }

    /** Returns the cluster as it is now. */
    public ClusterStatus status() {
        return life.board().current();
    }

    /**
     * Has {@code listener} told of every change, on a thread of the cluster's, which it must not hold up.
     *
     * @return what ends this
     */
    public Runnable onChange(Consumer<ClusterStatus> listener) {
        return life.board().listen(listener);
    }

    /** Returns where clients and workers connect, such as {@code tcp://10.96.3.1:8786}. */
    public String schedulerAddress() {
        waitForScheduler();
        return status().schedulerAddress().orElseThrow();
    }

    /** Returns what to click for the dashboard. */
    public String dashboardLink() {
        waitForScheduler();
        return status().dashboardLink().orElseThrow();
    }

    /**
     * Asks for exactly {@code workers} workers and ends adaptive scaling, if any.
     *
     * <p>Returns at once. Workers to be removed are first retired by the scheduler, so that no result is lost while a worker
     * remains; which go first is the order of dask-kubernetes 0.8: not yet registered, idle, busy, and the one with the least
     * in memory within each.
     *
     * @param workers how many workers to run; zero keeps the scheduler alone
     * @throws IllegalArgumentException if {@code workers} is negative
     * @throws IllegalStateException if this cluster is closed
     */
    public void scale(int workers) {
        life.scale(new Scaling.Fixed(workers));
    }

    /**
     * Asks for {@code workers} workers and waits until they are ready, telling for each that is not why.
     *
     * @throws IllegalArgumentException if {@code workers} is negative
     * @throws IllegalStateException if this cluster is closed
     * @throws ClusterException if no more workers will come; says why. The cluster goes on with those it has
     * @throws ClusterTimeoutException after five minutes; the cluster goes on trying
     */
    public void scaleUp(int workers) {
        scale(workers);
        waitForWorkers(workers);
    }

    /**
     * Lets the load decide how many workers there are, within bounds: as many as the scheduler needs to be done with its
     * tasks in five seconds (Dask's {@code target-duration}); fewer only after the scheduler has named the same worker as
     * dispensable three seconds in a row. Returns at once; {@link #scale} ends it.
     *
     * @param minimum the fewest workers, zero or more
     * @param maximum the most workers, at least one and at least {@code minimum}
     * @throws IllegalArgumentException if the bounds make no sense; scaling is unchanged
     * @throws IllegalStateException if this cluster is closed
     */
    public void adapt(int minimum, int maximum) {
        life.scale(new Scaling.Adaptive(minimum, maximum));
    }

    /** Waits until the scheduler answers; at most as long as the builder's start limit. */
    public void waitForScheduler() {
        ClusterStatus reached = life.board()
                .await(
                        "the scheduler",
                        startLimit.plus(CLOSE_LIMIT),
                        status -> status.phase() != ClusterStatus.ClusterPhase.STARTING,
                        status -> "Waiting for the scheduler of cluster \"" + status.name() + "\": "
                                + status.scheduler() + ".",
                        narrator);
        life.throwIfFailed();
        if (reached == null) {
            throw new ClusterTimeoutException("Cluster \"" + name() + "\" did not start within "
                    + startLimit.toSeconds() + " s: " + status().scheduler() + ".");
        }
    }

    /** Waits until {@code workers} workers are ready, at most five minutes; see {@link #waitForWorkers(int, Duration)}. */
    public void waitForWorkers(int workers) {
        waitForWorkers(workers, WORKERS_LIMIT);
    }

    /**
     * Waits until at least {@code workers} workers are registered with the scheduler, telling why it waits.
     *
     * @throws ClusterException if no more workers will come, or the cluster fails or is closed meanwhile
     * @throws ClusterTimeoutException if {@code limit} is over first; says how far it came and why not further
     */
    public void waitForWorkers(int workers, Duration limit) {
        waitForScheduler();
        Predicate<ClusterStatus> enough = status -> status.ready() >= workers;
        ClusterStatus reached = life.board()
                .await(
                        workers + " workers",
                        limit,
                        enough.or(status -> life.isStuck() || status.phase() != ClusterStatus.ClusterPhase.RUNNING),
                        status -> life.hasTakenRequest() ? missing(status, workers) : "",
                        narrator);
        if (reached == null) {
            throw new ClusterTimeoutException(shortfall(status(), workers, " within " + limit.toSeconds() + " s"));
        }
        if (!enough.test(reached)) {
            life.throwIfFailed();
            life.requireOpen();
            throw new ClusterException(shortfall(reached, workers, ""));
        }
    }

    /**
     * Returns the client of this cluster, connected; the same one at each call until it is closed. The cluster closes it.
     */
    public DaskClient client() {
        waitForScheduler();
        return life.client();
    }

    /**
     * Deletes everything this cluster has created and waits until it is gone; a closed cluster is left alone. The wait can be
     * interrupted; the deletion goes on.
     *
     * @throws ClusterException if something could not be deleted; names it. The cluster counts as closed
     */
    @Override
    public void close() {
        ServiceThreads.await("cluster \"" + name() + "\" to close", life.close());
    }

    /** Begins what {@link #close} does and returns at once. */
    public void closeInBackground() {
        life.beginToClose();
    }

    @Override
    public String toString() {
        ClusterStatus status = status();
        return "KubeCluster \"" + status.name() + "\" (" + status.phase().name().toLowerCase(Locale.ROOT) + ", "
                + status.ready() + " of " + status.wanted() + " workers ready, "
                + status.place().description() + ")";
    }

    private static String missing(ClusterStatus status, int workers) {
        String on = status.waitingFor();
        return status.ready() + " of " + workers + " workers are ready."
                + (on.isEmpty() ? "" : " Waiting for " + on + ".")
                + status.problem().map(problem -> "\n" + problem).orElse("");
    }

    private static String shortfall(ClusterStatus status, int workers, String within) {
        String on = status.waitingFor();
        @Nullable String problem = status.problem().orElse(null);
        return status.ready() + " of " + workers + " workers of cluster \"" + status.name() + "\" joined the scheduler"
                + within
                + "." + (on.isEmpty() ? "" : " Still waiting: " + on + ".")
                + (problem == null
                        ? (status.wanted() < workers
                                ? " Only " + status.wanted() + " are asked for. Scale to " + workers + " first."
                                : " Free resources or correct the pod template, then scale again.")
                        : "\n" + problem);
    }
}
