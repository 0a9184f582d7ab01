package io.github.kubecluster.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a cluster is to be; {@link #start} makes it. Values are checked as they are given or at the start, before
 * anything is created. Not thread-safe.
 */
public final class KubeClusterBuilder {
    private final Map<String, String> environment;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private @Nullable PodTemplate template;
    private @Nullable String name;
    private Scaling scaling = new Scaling.Fixed(0);
    private RuntimeChoice runtime = new RuntimeChoice(null, null, null, null);
    private DashboardRoute dashboardRoute = DashboardRoute.direct();
    private Consumer<String> narrator =
            reason -> System.getLogger(KubeCluster.class.getName()).log(System.Logger.Level.INFO, reason);
    private Duration startLimit = Duration.ofMinutes(5);
    private Duration lifeline = Duration.ofSeconds(30);

    KubeClusterBuilder(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Sets the pod template of the workers, a pod manifest in YAML in which {@code $NAME}, {@code ${NAME}} and
     * {@code ${NAME:-default}} stand for environment variables. Without one, workers have two threads and 2 GB.
     *
     * @throws IllegalArgumentException if there is no such file, or it holds no pod, or a key that pods do not have
     */
    public KubeClusterBuilder template(Path file) {
        this.template = PodTemplate.load(file, environment);
        return this;
    }

    /** Sets the pod template from the text of a manifest; see {@link #template(Path)}. */
    public KubeClusterBuilder template(String yaml) {
        this.template = PodTemplate.parse("given as text", yaml, environment);
        return this;
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

    /** Adds an environment variable to scheduler and workers; it wins over the template's. */
    public KubeClusterBuilder env(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Runs the pods as processes of this machine, whatever else is there. */
    public KubeClusterBuilder local() {
        this.runtime = new RuntimeChoice(Place.Kind.LOCAL, null, null, runtime.python());
        return this;
    }

    /** Runs the pods on Kubernetes: with this pod's service account, else with the kubeconfig's current context. */
    public KubeClusterBuilder kubernetes() {
        this.runtime = new RuntimeChoice(Place.Kind.KUBERNETES, null, runtime.namespace(), runtime.python());
        return this;
    }

    /** Runs the pods on Kubernetes, with a named context of the kubeconfig. */
    public KubeClusterBuilder kubernetes(String context) {
        this.runtime = new RuntimeChoice(Place.Kind.KUBERNETES, context, runtime.namespace(), runtime.python());
        return this;
    }

    /** Sets the Kubernetes namespace; by default the service account's, else the context's, else {@code default}. */
    public KubeClusterBuilder namespace(String namespace) {
        this.runtime = new RuntimeChoice(runtime.kind(), runtime.context(), namespace, runtime.python());
        return this;
    }

    /** Sets the Python of local processes; it needs dask and distributed. By default KUBECLUSTER_PYTHON, else python3. */
    public KubeClusterBuilder python(String python) {
        this.runtime = new RuntimeChoice(runtime.kind(), runtime.context(), runtime.namespace(), python);
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
     * Sets how long the cluster outlives its owner when that dies or sleeps without closing it; 30 seconds by default.
     */
    public KubeClusterBuilder lifeline(Duration patience) {
        this.lifeline = patience;
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
        KubeCluster cluster = startInBackground();
        cluster.waitForScheduler();
        return cluster;
    }

    /**
     * Returns the manifests of all that {@link #start} would create on Kubernetes, as YAML documents: the scheduler's job
     * and service, and each worker's pod. Only what Kubernetes itself gives out at a creation is missing: the owner's uid
     * and the service's address, in whose place stands its name.
     */
    public String toYaml() {
        String cluster = names().next();
        PodTemplate worker = template != null ? template : PodTemplate.standard(environment);
        return Manifests.of(new DaskPods(cluster, worker, variables), scaling, lifeline);
    }

    private ClusterName names() {
        return new ClusterName(
                name != null ? name : ClusterName.standardTemplate(environment),
                environment,
                ClusterName::randomDigits);
    }

    /** Starts the cluster and returns at once; {@link KubeCluster#waitForScheduler} tells how it went. */
    public KubeCluster startInBackground() {
        ClusterName names = names();
        return KubeCluster.launch(new ClusterOptions(
                template != null ? template : PodTemplate.standard(environment),
                names,
                scaling,
                Map.copyOf(variables),
                runtime,
                dashboardRoute,
                narrator,
                startLimit,
                lifeline,
                environment));
    }
}
