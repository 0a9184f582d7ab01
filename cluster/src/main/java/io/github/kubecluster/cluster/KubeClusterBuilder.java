package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a cluster is to be; {@link #start} makes it. Values are checked as they are given or at the start, before
 * anything is created. Not thread-safe.
 */
public final class KubeClusterBuilder extends PodOptions<KubeClusterBuilder> {
    private static final Duration IDLE_LIMIT_ON_A_HUB = Duration.ofHours(1);

    private @Nullable String name;
    private Scaling scaling = new Scaling.Fixed(0);
    private int workerLimit = Integer.MAX_VALUE;
    private int userLimit = Integer.MAX_VALUE;
    private RuntimeChoice runtime = RuntimeChoice.BY_WHAT_IS_THERE;
    private boolean encrypted = true;
    private DashboardRoute dashboardRoute = DashboardRoute.direct();
    private Consumer<String> narrator =
            reason -> System.getLogger(KubeCluster.class.getName()).log(System.Logger.Level.INFO, reason);
    private Duration startLimit = Duration.ofMinutes(5);
    private Duration lifeline = Duration.ofSeconds(30);
    private boolean detached;
    private @Nullable Duration idleLimit;
    private Duration lifeLimit = Duration.ZERO;
    private Duration drainLimit = Duration.ZERO;

    /** Begins with what Dask's configuration says. */
    KubeClusterBuilder(Map<String, String> environment) {
        super(environment);
        config.apply(this);
    }

    /**
     * Sets the cluster's name, or a template for it: {@code {user}}, {@code {uuid}} and any environment variable in braces
     * are filled in and made safe. Without one, the name is {@code dask-{JUPYTERHUB_USER}-{uuid}} on a hub and
     * {@code dask-{user}-{uuid}} elsewhere.
     */
    public KubeClusterBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * Sets how many workers the cluster begins with; none by default.
     *
     * @throws IllegalArgumentException if {@code workers} is negative
     */
    public KubeClusterBuilder workers(int workers) {
        this.scaling = new Scaling.Fixed(workers);
        return this;
    }

    /**
     * Lets the cluster begin with adaptive scaling; see {@link KubeCluster#adapt}.
     *
     * @throws IllegalArgumentException if {@code minimum} is negative or above {@code maximum}, or {@code maximum} is zero
     */
    public KubeClusterBuilder adapt(int minimum, int maximum) {
        this.scaling = new Scaling.Adaptive(minimum, maximum);
        return this;
    }

    /** Lets the cluster begin with adaptive scaling of a given pace; see {@link KubeCluster#adapt(Scaling.Adaptive)}. */
    public KubeClusterBuilder adapt(Scaling.Adaptive adaptive) {
        this.scaling = adaptive;
        return this;
    }

    /**
     * Sets how many workers the cluster may have at most, however many are asked for; by default nothing limits them.
     *
     * @throws IllegalArgumentException if {@code workers} is not positive
     */
    public KubeClusterBuilder workerLimit(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException(
                    "Cannot limit a cluster to " + workers + " workers. Give a limit from 1 upwards.");
        }
        this.workerLimit = workers;
        return this;
    }

    /**
     * Sets how many workers all clusters of one user may have together in a namespace of Kubernetes; by default nothing limits
     * them. A cluster that may not grow says which others have the workers, and goes on when there is room.
     *
     * <p>This keeps users from accidents, and nobody from leaving it out: what binds is a quota of the namespace.
     *
     * @throws IllegalArgumentException if {@code workers} is not positive
     */
    public KubeClusterBuilder userLimit(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException(
                    "Cannot limit a user to " + workers + " workers. Give a limit from 1 upwards.");
        }
        this.userLimit = workers;
        return this;
    }

    /** Runs the pods as processes of this machine, whatever else is there. */
    public KubeClusterBuilder local() {
        this.runtime = runtime.local();
        return this;
    }

    /**
     * Runs the pods on Kubernetes: on the one that Dask's configuration names, else with this pod's service account, else with
     * the kubeconfig's current context.
     */
    public KubeClusterBuilder kubernetes() {
        this.runtime = runtime.kubernetes(null, runtime.server());
        return this;
    }

    /** Runs the pods on Kubernetes, with a named context of the kubeconfig. */
    public KubeClusterBuilder kubernetes(String context) {
        this.runtime = runtime.kubernetes(context, null);
        return this;
    }

    /** Runs the pods on a Kubernetes that no kubeconfig names. */
    public KubeClusterBuilder kubernetes(KubernetesServer server) {
        this.runtime = runtime.kubernetes(null, server);
        return this;
    }

    KubeClusterBuilder kubernetesUnlessChosen(KubernetesServer server) {
        this.runtime = runtime.withServer(server);
        return this;
    }

    /** Sets the Kubernetes namespace; by default the service account's, else the context's, else {@code default}. */
    public KubeClusterBuilder namespace(String namespace) {
        this.runtime = runtime.withNamespace(namespace);
        return this;
    }

    /** Sets the Python of local processes; it needs dask and distributed. By default KUBECLUSTER_PYTHON, else python3. */
    public KubeClusterBuilder python(String python) {
        this.runtime = runtime.withPython(python);
        return this;
    }

    /** Sets how the user's browser gets to the dashboard; by default as this process does. */
    public KubeClusterBuilder dashboardRoute(DashboardRoute route) {
        this.dashboardRoute = route;
        return this;
    }

    /**
     * Sets who is told, a sentence at a time and on the thread that waits, why a wait goes on; by default a logger.
     */
    public KubeClusterBuilder narrator(Consumer<String> narrator) {
        this.narrator = narrator;
        return this;
    }

    /** Sets how long {@link #start} waits for the scheduler; five minutes by default, for a node may have to come. */
    public KubeClusterBuilder startLimit(Duration limit) {
        this.startLimit = limit;
        return this;
    }

    /**
     * Sets whether client, scheduler and workers on Kubernetes know each other by certificates of this cluster alone and
     * encrypt what they say (mutual TLS); they do by default, where this account may create Secrets.
     */
    public KubeClusterBuilder encrypted(boolean encrypted) {
        this.encrypted = encrypted;
        return this;
    }

    /**
     * Sets how long the cluster outlives its owner when that dies or sleeps without closing it; 30 seconds by default.
     */
    public KubeClusterBuilder lifeline(Duration patience) {
        this.lifeline = patience;
        return this;
    }

    /**
     * Sets after how long without work the cluster ends by itself; a notice comes before. By default never, and after an hour
     * on a hub.
     *
     * @param limit zero for never
     */
    public KubeClusterBuilder idleTimeout(Duration limit) {
        this.idleLimit = limit;
        return this;
    }

    /**
     * Sets how long the cluster lives at most, whatever it does then; a notice comes before. By default nothing limits it.
     *
     * @param limit zero for no limit
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    public KubeClusterBuilder lifeLimit(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("Cannot limit a cluster's life to " + limit.toSeconds()
                    + " s. Give a time from 0 s upwards; 0 is no limit.");
        }
        this.lifeLimit = limit;
        return this;
    }

    /**
     * Sets how long a worker that is to go, by {@link KubeCluster#scale}, {@link KubeCluster#retire} or adaptive scaling, may
     * run its tasks to their end; it begins no new ones meanwhile. By default it goes at once, as in Dask, and what it ran is
     * begun again by another worker: nothing is lost but time.
     *
     * @param limit zero for going at once
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    public KubeClusterBuilder drainLimit(Duration limit) {
        this.drainLimit = requireDrainLimit(limit);
        return this;
    }

    static Duration requireDrainLimit(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("Cannot give a worker's last tasks " + limit.toSeconds()
                    + " s. Give a time from 0 s upwards; 0 is not to wait for them.");
        }
        return limit;
    }

    /**
     * Lets the cluster outlive this process: {@link KubeCluster#close} lets go of it, {@link KubeCluster#attach} finds it again,
     * and {@link KubeCluster#delete} deletes it. On Kubernetes only.
     *
     * @param idleTimeout after how long without work it ends by itself; more than zero
     * @throws IllegalArgumentException if {@code idleTimeout} is not positive
     */
    public KubeClusterBuilder detached(Duration idleTimeout) {
        if (idleTimeout.isZero() || idleTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "A detached cluster needs an idle timeout, or nobody would ever end it. Give one above 0 s.");
        }
        this.detached = true;
        this.idleLimit = idleTimeout;
        return this;
    }

    /**
     * Starts the cluster and waits until its scheduler answers; workers may still be on their way.
     *
     * <p>This wait can be interrupted; the start then goes on, and the cluster is among {@link KubeCluster#open}.
     *
     * @throws IllegalArgumentException if something given makes no sense; nothing was created
     * @throws ClusterException if Kubernetes, the machine or the scheduler refuses; everything created was deleted again
     * @throws ClusterTimeoutException if the scheduler does not answer in time; everything created was deleted again
     */
    public KubeCluster start() {
        return answering(startInBackground());
    }

    /**
     * Returns the manifests of all that {@link #start} would create on Kubernetes, as YAML documents: the scheduler's job
     * and service, and each worker's pod. Only what Kubernetes itself gives out at a creation is missing: the owner's uid
     * and the service's address, in whose place stands its name.
     */
    public String toYaml() {
        return Manifests.of(new DaskPods(names().next(), templates(), false), scaling, lifeline());
    }

    /**
     * Asks Kubernetes whether it would take all that {@link #start} would create, and creates nothing. One worker is tried
     * where none is asked for.
     *
     * @return the namespace in which it would
     * @throws IllegalStateException if local processes were asked for
     * @throws ClusterException if something would be refused; names it and the reason
     */
    public String dryRun() {
        if (isLocal()) {
            throw new IllegalStateException(
                    "Local processes were asked for, and only Kubernetes can tell what it would take. Leave out --local.");
        }
        Scaling tried = scaling.initialWorkers() == 0 ? new Scaling.Fixed(1) : scaling;
        List<HasMetadata> objects =
                Manifests.objects(new DaskPods(names().next(), templates(), false), tried, lifeline());
        return DryRun.of(objects, runtime.access(environment));
    }

    /** Returns what Dask's configuration says about clusters, each value with its origin. */
    public List<ConfigValue> configuration() {
        return config.values();
    }

    /** Returns the files and directories in which Dask's configuration is looked for; later ones win. */
    public List<String> configurationPlaces() {
        return config.places();
    }

    @Override
    KubeClusterBuilder self() {
        return this;
    }

    @Override
    boolean isLocal() {
        return runtime.isLocal(environment);
    }

    private ClusterName names() {
        return new ClusterName(
                name != null ? name : ClusterName.standardTemplate(environment),
                environment,
                ClusterName::randomDigits);
    }

    /** Starts the cluster and returns at once; {@link KubeCluster#waitForScheduler} tells how it went. */
    public KubeCluster startInBackground() {
        return KubeCluster.launch(options("", false));
    }

    /**
     * Attaches to the cluster of the name that was set, and waits until its scheduler answers; see {@link KubeCluster#attach}.
     *
     * @throws ClusterException if there is none; nothing is started
     */
    public KubeCluster attach() {
        return answering(KubeCluster.launch(options(requireName(), false)));
    }

    /** Attaches to the cluster of the name that was set if there is one, and starts it otherwise. */
    public KubeCluster startOrAttach() {
        return answering(KubeCluster.launch(options(requireName(), true)));
    }

    /** Returns the clusters that are there, at the place that was chosen; see {@link KubeCluster#list}. */
    public List<ClusterEntry> list() {
        return atPlace("the list of clusters", PodRuntime::list);
    }

    /**
     * Returns what limits the clusters at the place that was chosen, with how much of it is used, a sentence each: the limit of
     * this user, and the quotas of the namespace, where this account may list them.
     */
    public List<String> limits() {
        return atPlace("the limits of clusters", place -> {
            Stream<String> own = userLimit < Integer.MAX_VALUE && place.place().kind() == Place.Kind.KUBERNETES
                    ? Stream.of(UserLimit.used(userLimit, user(), place.list()))
                    : Stream.of();
            return Stream.concat(own, place.quotas().stream()).toList();
        });
    }

    /** Writes down the size that the cluster of the name that was set is to have; its owner scales it. */
    public void requestSize(Scaling size) {
        String cluster = requireName();
        atPlace("the size of cluster \"" + cluster + "\" to be written", place -> {
            place.writeSize(cluster, size);
            return cluster;
        });
    }

    /** Asks the place that was chosen, and lets go of it. */
    private <T> T atPlace(String what, Function<PodRuntime, T> question) {
        return ServiceThreads.call(what, () -> {
            PodRuntime place = runtime.open(environment);
            try {
                return question.apply(place);
            } finally {
                place.release();
            }
        });
    }

    private static KubeCluster answering(KubeCluster cluster) {
        cluster.waitForScheduler();
        return cluster;
    }

    private String requireName() {
        if (name == null) {
            throw new IllegalArgumentException("No cluster is named. Set its name.");
        }
        return name;
    }

    /** On a hub, a cluster that is forgotten costs somebody else's money. */
    private Duration idleLimit() {
        return idleLimit != null
                ? idleLimit
                : environment.containsKey("JUPYTERHUB_USER") ? IDLE_LIMIT_ON_A_HUB : Duration.ZERO;
    }

    /** What ends a cluster that has no owner yet. */
    private Lifeline lifeline() {
        return new Lifeline("", lifeline, detached, idleLimit(), lifeLimit);
    }

    private ClusterOptions options(String attachTo, boolean orStart) {
        boolean starts = attachTo.isEmpty() || orStart;
        return new ClusterOptions(
                templates(),
                starts ? names() : new ClusterName("{uuid}", environment, () -> attachTo),
                attachTo,
                orStart,
                scaling,
                workerLimit,
                userLimit,
                runtime,
                encrypted,
                dashboardRoute,
                narrator,
                startLimit,
                lifeline,
                detached,
                idleLimit(),
                lifeLimit,
                drainLimit,
                environment);
    }
}
