package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.DaskClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * A Dask cluster whose workers are Kubernetes pods, or processes of this machine in their place. Closing it deletes
 * everything it created; so does the end of this process, however it comes. Thread-safe.
 *
 * <p>The name and the shape are those of Python's dask-kubernetes {@code KubeCluster} (the classic one).
 */
public final class KubeCluster implements AutoCloseable {
    private static final Duration WORKERS_LIMIT = Duration.ofMinutes(5);
    private static final int DEFAULT_MAXIMUM = 10;

    private final ClusterLife life;
    private final Consumer<String> narrator;
    private final ClusterWaits waits;

    private KubeCluster(ClusterLife life, Consumer<String> narrator, Duration startLimit) {
        this.life = life;
        this.narrator = narrator;
        this.waits = new ClusterWaits(life, narrator, startLimit);
    }

    static KubeCluster launch(ClusterOptions options) {
        KubeCluster cluster = new KubeCluster(new ClusterLife(options), options.narrator(), options.startLimit());
        OpenClusters.add(cluster);
        cluster.life.whenClosed(() -> OpenClusters.remove(cluster));
        cluster.onChange(new VersionCheck(cluster.life::versions, cluster.life::notice));
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

    /**
     * Attaches to a cluster that is there: one that was started detached, or by another notebook, or with the manifests of
     * {@link KubeClusterBuilder#toYaml}; or, to compute on it and to look, a scheduler that somebody else has deployed.
     *
     * <p>If nobody keeps the workers of a cluster of this library, this process does from now on, and again when whoever does
     * has died. Else what is asked for here is done there. Closing lets go of it and deletes nothing.
     *
     * @param name the cluster's name, the name of a scheduler's Service, of a release of the Dask Helm chart, or an address such
     *     as {@code tcp://10.0.0.7:8786}
     * @throws ClusterException if there is none; nothing is started
     */
    public static KubeCluster attach(String name) {
        return builder().name(name).attach();
    }

    /** Returns the clusters of this library that are there, whoever started them, where this process would start one. */
    public static List<ClusterEntry> list() {
        return builder().list();
    }

    /** Returns the names of the contexts in the kubeconfig, each of which a cluster can run in; none if it cannot be read. */
    public static List<String> kubernetesContexts() {
        return KubeconfigWay.contexts(System.getenv());
    }

    /** Returns the clusters that this process has started or attached to, and not closed. */
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

    /**
     * Returns what a client has to show to the scheduler, for clients beside {@link #client}; empty where the cluster is not
     * encrypted, and before its scheduler is launched.
     */
    public Optional<Credentials> credentials() {
        return life.credentials();
    }

    /** Returns what to click for the dashboard. */
    public String dashboardLink() {
        waitForScheduler();
        return status().dashboardLink().orElseThrow();
    }

    /**
     * Asks for exactly {@code workers} workers and ends adaptive scaling, if any, saying so.
     *
     * <p>Returns at once. Workers to be removed are first retired by the scheduler, so that no result is lost while a worker
     * remains; which go first is what {@link #scaleDownPlan} tells. More workers than the cluster may have
     * ({@link KubeClusterBuilder#workerLimit}) are not made, and that is said.
     *
     * @param workers how many workers to run; zero keeps the scheduler alone
     * @return what follows this request
     * @throws IllegalArgumentException if {@code workers} is negative
     * @throws IllegalStateException if this cluster is closed
     */
    public ScaleRequest scale(int workers) {
        Steering.Taken taken = life.scale(new Scaling.Fixed(workers), "asked for by hand");
        taken.notices().forEach(narrator);
        return new ScaleRequest(life, waits, taken.number(), taken.scaling().initialWorkers());
    }

    /**
     * Asks for as many workers as have {@code cores} threads together; see {@link #scale(int)}.
     *
     * @throws IllegalArgumentException if the template does not say how many threads a worker has
     */
    public ScaleRequest scaleToCores(int cores) {
        return scale(workerSize().workersForCores(cores));
    }

    /**
     * Asks for as many workers as have {@code memory} together; see {@link #scale(int)}.
     *
     * @param memory a number and a unit of Dask or Kubernetes, such as {@code 64GB} or {@code 64Gi}
     * @throws IllegalArgumentException if that is no such text, or the template does not say how much a worker has
     */
    public ScaleRequest scaleToMemory(String memory) {
        return scale(workerSize().workersForMemory(memory));
    }

    /** Returns what one worker has, as the template says. */
    public WorkerSize workerSize() {
        return life.workerSize();
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
        waitForWorkers(scale(workers).workers());
    }

    /**
     * Returns the workers that would go if the cluster were scaled down to {@code workers} now, the first to go first: those
     * whose pods do not run yet, those not registered yet, idle ones, busy ones; within each, the one with the least in
     * memory. Nothing is changed.
     */
    public List<Departure> scaleDownPlan(int workers) {
        waitForScheduler();
        return life.scaleDownPlan(workers);
    }

    /**
     * Removes one worker, its data moved to others first; none is made in its place. Returns at once.
     *
     * @param worker its name, as in {@link ClusterStatus#workers}
     * @throws IllegalArgumentException if there is no such worker
     * @throws IllegalStateException if this cluster is closed
     */
    public void retire(String worker) {
        life.retire(worker);
    }

    /**
     * Sets how long a worker that is to go may run its tasks to their end, from now on; see
     * {@link KubeClusterBuilder#drainLimit}.
     *
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws ClusterException if another process keeps the workers
     */
    public void drainLimit(Duration limit) {
        KubeClusterBuilder.requireDrainLimit(limit);
        waitForScheduler();
        life.drainFor(limit);
    }

    /** Lets the load decide how many workers there are, within {@link #standardBounds}. */
    public void adapt() {
        adapt(standardBounds());
    }

    /**
     * Returns the bounds of adaptive scaling where none are given: from no worker to as many as the cluster may have
     * ({@link KubeClusterBuilder#workerLimit}), 10 at most.
     */
    public Scaling.Adaptive standardBounds() {
        return new Scaling.Adaptive(0, Math.min(DEFAULT_MAXIMUM, life.workerLimit()));
    }

    /** Lets the load decide how many workers there are, within bounds; see {@link #adapt(Scaling.Adaptive)}. */
    public void adapt(int minimum, int maximum) {
        adapt(new Scaling.Adaptive(minimum, maximum));
    }

    /**
     * Lets the load decide how many workers there are, within bounds: as many as the scheduler needs to be done with its
     * tasks in the target duration; fewer only after the same worker was dispensable several times in a row, and not
     * shortly after growth ({@link AdaptivePace}). Workers on their way count, and go first; no busy one goes before an idle
     * one. Every decision is in {@link #decisions}. Returns at once; {@link #scale} ends it.
     *
     * @throws IllegalStateException if this cluster is closed
     */
    public void adapt(Scaling.Adaptive adaptive) {
        life.scale(adaptive, "adaptive scaling was asked for").notices().forEach(narrator);
    }

    /**
     * Lets the load decide, within bounds that are threads of all workers together; see {@link #adapt(Scaling.Adaptive)}.
     *
     * @throws IllegalArgumentException if the bounds make no sense, or the template does not say how many threads a worker has
     */
    public void adaptToCores(int minimum, int maximum) {
        WorkerSize each = workerSize();
        adapt(each.workersForCores(minimum), each.workersForCores(maximum));
    }

    /**
     * Lets the load decide, within bounds that are memory of all workers together; see {@link #adapt(Scaling.Adaptive)}.
     *
     * @param minimum a number and a unit of Dask or Kubernetes, such as {@code 8GB}, or {@code 0}
     * @throws IllegalArgumentException if the bounds make no sense, or the template does not say how much a worker has
     */
    public void adaptToMemory(String minimum, String maximum) {
        WorkerSize each = workerSize();
        adapt(each.workersForMemory(minimum), each.workersForMemory(maximum));
    }

    /** Returns what tells of this cluster's pods: logs, states, events. */
    public ClusterPods pods() {
        return life.pods();
    }

    /** Returns the last decisions on the size of this cluster with their reasons, oldest first. */
    public List<ScalingDecision> decisions() {
        return life.decisions();
    }

    /**
     * Asks scheduler, workers and, where one is named, the Python of this machine for the versions of what they run on. A
     * difference is among the status's notices by itself, soon after the first worker is ready.
     */
    public VersionTable versions() {
        waitForScheduler();
        return life.versions();
    }

    /** Waits until the scheduler answers; at most as long as the builder's start limit. */
    public void waitForScheduler() {
        waits.forScheduler();
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
        waits.forWorkers(workers, limit, status -> status.ready() >= workers, () -> {});
    }

    /**
     * Returns the client of this cluster, connected; the same one at each call until it is closed. The cluster closes it.
     */
    public DaskClient client() {
        waitForScheduler();
        return life.client();
    }

    /** Takes the cluster for one that has just been used, so that its idle timeout begins anew. */
    public void keepAlive() {
        waitForScheduler();
        life.keepAlive();
    }

    /**
     * Deletes everything this cluster has created and waits until it is gone; a detached or attached cluster is left as it is,
     * and a closed one is left alone. The wait can be interrupted; the deletion goes on.
     *
     * @throws ClusterException if something could not be deleted; names it. The cluster counts as closed
     */
    @Override
    public void close() {
        waits.forEnd(life.close());
    }

    /**
     * Deletes the cluster, also one that was started detached or elsewhere, and waits until it is gone.
     *
     * @throws ClusterException if somebody else has deployed it, or something could not be deleted
     */
    public void delete() {
        life.deleteAtClose();
        close();
    }

    /** Tells whether closing leaves the cluster as it is, since it is detached, or was attached to. */
    public boolean isLeftBehind() {
        return life.isLeftBehind();
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
}
