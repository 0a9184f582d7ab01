package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the pods of a cluster are to be: a template, and words for what templates mostly say. Values are checked as they
 * are given or at the start. Not thread-safe.
 *
 * @param <B> the builder that is told all this
 */
public abstract sealed class PodOptions<B extends PodOptions<B>> permits KubeClusterBuilder {
    final Map<String, String> environment;
    final ClusterConfig config;
    private final List<PodFeature> forAll = new ArrayList<>();
    private final List<PodFeature> forWorkers = new ArrayList<>();
    private @Nullable PodTemplates templates;
    private @Nullable PodTemplate schedulerTemplate;
    private @Nullable String container;
    private NodePurpose nodePurpose = NodePurpose.PREFERRED;

    PodOptions(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.config = ClusterConfig.load(this.environment);
    }

    abstract B self();

    /** Tells whether local processes were asked for. */
    abstract boolean isLocal();

    /**
     * Sets the pod template of the workers, a pod manifest in YAML in which {@code $NAME}, {@code ${NAME}} and
     * {@code ${NAME:-default}} stand for environment variables. A second document there, with the label
     * {@code dask.org/component: scheduler}, is the scheduler's template. Without any, workers have two threads and 2 GB.
     *
     * @throws IllegalArgumentException if there is no such file, or it holds no pod, or a key that pods do not have
     */
    public B template(Path file) {
        this.templates = PodTemplates.load(file, environment);
        return self();
    }

    /** Sets the pod template from the text of a manifest; see {@link #template(Path)}. */
    public B template(String yaml) {
        this.templates = PodTemplates.parse("given as text", yaml, environment);
        return self();
    }

    /** Sets the pod template from a manifest as YAML or JSON gives it; {@code $NAME} in it stays as it is. */
    public B template(Map<String, ?> manifest) {
        this.templates = PodTemplates.of(PodTemplate.of("given as a map", manifest));
        return self();
    }

    /** Sets the pod template from a manifest, environment variables filled in; see {@link #template(Path)}. */
    public B expandedTemplate(Map<String, ?> manifest) {
        this.templates = PodTemplates.of(PodTemplate.of("given as a map", manifest, new Variables(environment)));
        return self();
    }

    /** Sets a template for the scheduler alone; else its pod is like the workers', without GPUs and with its own command. */
    public B schedulerTemplate(Path file) {
        this.schedulerTemplate = PodTemplates.single(file, environment);
        return self();
    }

    /** Sets the image of scheduler and workers. */
    public B image(String image) {
        return forAll(Shortcuts.image(image));
    }

    /**
     * Sets how much memory a worker has, as limit and request of Kubernetes and as what Dask keeps to.
     *
     * @param size a number and a unit of Dask or Kubernetes, such as {@code 4GB} or {@code 4Gi}
     * @throws IllegalArgumentException if that is no such text
     */
    public B memory(String size) {
        Quantity bytes = new Quantity(MemorySize.bytes(size).toBigInteger().toString());
        return insteadOfOption("--memory-limit", Shortcuts.resource("memory", bytes));
    }

    /**
     * Sets how many processors a worker has, as limit and request; without {@link #threads} also its number of threads.
     *
     * @param processors such as {@code 2} or {@code 500m}
     * @throws IllegalArgumentException if that is no quantity of Kubernetes
     */
    public B cpu(String processors) {
        return insteadOfOption("--nthreads", Shortcuts.resource("cpu", Shortcuts.quantity("Worker cpu", processors)));
    }

    /**
     * Sets how many tasks a worker runs at a time.
     *
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public B threads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "Cannot give a worker " + threads + " threads. Give a number from 1 upwards.");
        }
        return forWorkers(Shortcuts.option("--nthreads", String.valueOf(threads)));
    }

    /** Asks for GPUs of NVIDIA for each worker; see {@link #gpus(int, String)}. */
    public B gpus(int count) {
        return gpus(count, "nvidia.com/gpu");
    }

    /**
     * Asks for devices for each worker.
     *
     * @param resource the name under which the nodes' device plugin offers them, such as {@code amd.com/gpu}
     */
    public B gpus(int count, String resource) {
        return forWorkers(Shortcuts.resource(resource, Shortcuts.quantity("Number of GPUs", String.valueOf(count))));
    }

    /** Sets what tasks can ask of a worker, in Dask's form: {@code GPU=2 FOO=1}. */
    public B daskResources(String resources) {
        return forWorkers(Shortcuts.option("--resources", resources));
    }

    /** Adds a label to all pods. */
    public B label(String name, String value) {
        return forAll(Shortcuts.label(name, value));
    }

    /** Adds an annotation to all pods. */
    public B annotation(String name, String value) {
        return forAll(Shortcuts.annotation(name, value));
    }

    /**
     * Mounts a volume in all pods.
     *
     * @param volume {@code KIND/NAME:PATH} or {@code KIND/NAME:PATH:ro}, where KIND is {@code pvc}, {@code secret},
     *     {@code configmap} or {@code hostpath}; or {@code emptydir:PATH}
     * @throws IllegalArgumentException if it is not of that form
     */
    public B volume(String volume) {
        return forAll(VolumeShortcut.parse(volume));
    }

    /** Adds a secret with which images are pulled. */
    public B pullSecret(String secret) {
        return forAll(Shortcuts.pullSecret(secret));
    }

    /** Sets the service account of all pods; its token is not mounted unless the template asks for it. */
    public B serviceAccount(String name) {
        return forAll(Shortcuts.serviceAccount(name));
    }

    /** Lets pods run on nodes of that label only. */
    public B nodeSelector(String label, String value) {
        return forAll(Shortcuts.nodeSelector(label, value));
    }

    /** Sets the priority class of all pods. */
    public B priorityClass(String name) {
        return forAll(Shortcuts.priorityClass(name));
    }

    /**
     * Adds to all pods any part of a pod's {@code spec}, named as in the Kubernetes API: maps are merged, lists appended.
     *
     * @throws IllegalArgumentException if a pod has no such key
     */
    public B extraPodConfig(Map<String, ?> spec) {
        return forAll(ExtraConfig.pod(spec));
    }

    /** Adds any part of a container to the one that runs Dask; see {@link #extraPodConfig}. */
    public B extraContainerConfig(Map<String, ?> container) {
        return forAll(ExtraConfig.container(container));
    }

    /** Sets how strongly pods are drawn to nodes that are labelled for Dask; {@link NodePurpose#PREFERRED} by default. */
    public B nodePurpose(NodePurpose purpose) {
        this.nodePurpose = purpose;
        return self();
    }

    /** Names the container that runs Dask where the template has several; by default the one whose command says so. */
    public B container(String name) {
        this.container = name;
        return self();
    }

    /**
     * Makes pods fit Kubernetes' Pod Security Standard "restricted": user 1000 unless the template names another, no
     * capabilities, the runtime's seccomp profile.
     */
    public B restricted() {
        return forAll(PodSecurity.restricted());
    }

    /** Adds an environment variable to scheduler and workers; it wins over the template's. */
    public B env(String name, String value) {
        return forAll(Shortcuts.environment(Shortcuts.variable(name, value)));
    }

    /** Adds an environment variable whose value stands under {@code key} in a Secret of Kubernetes. */
    public B envFromSecret(String name, String secret, String key) {
        return forAll(Shortcuts.environment(Shortcuts.fromSecret(name, secret, key)));
    }

    B env(List<EnvVar> variables) {
        variables.forEach(variable -> forAll(Shortcuts.environment(variable)));
        return self();
    }

    /** The templates with all that was asked for besides. */
    PodTemplates templates() {
        PodTemplates given = templates != null ? templates : config.templates(PodTemplates.standard(environment));
        if (schedulerTemplate != null) {
            given = given.withScheduler(schedulerTemplate);
        }
        List<PodFeature> both = new ArrayList<>(List.of(Shortcuts.user(user())));
        both.addAll(forAll);
        return given.with(container, nodePurpose, both, forWorkers)
                .withImage(this::standardImage)
                .noticing(config.notices());
    }

    /** Whose clusters they are: on a hub the hub's user. */
    String user() {
        return ClusterName.user(environment);
    }

    /** The notebook's own image has its packages; where there is no such pod, Dask's is taken. */
    private PodFeature standardImage() {
        return isLocal()
                ? Shortcuts.image(PodTemplates.STANDARD_IMAGE)
                : NotebookPod.read(environment)
                        .map(NotebookPod::takenOver)
                        .orElse(Shortcuts.image(PodTemplates.STANDARD_IMAGE));
    }

    private B forAll(PodFeature feature) {
        forAll.add(feature);
        return self();
    }

    /** Adds a feature that says what the template's option says; what the user sets as option, before or after, stays. */
    private B insteadOfOption(String option, PodFeature feature) {
        forWorkers.add(0, Shortcuts.withoutOption(option));
        return forWorkers(feature);
    }

    private B forWorkers(PodFeature feature) {
        forWorkers.add(feature);
        return self();
    }
}
