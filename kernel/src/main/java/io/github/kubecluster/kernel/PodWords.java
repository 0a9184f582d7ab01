package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeClusterBuilder;
import io.github.kubecluster.cluster.NodePurpose;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say in a word what would else be lines of a pod template. */
final class PodWords {
    @Option(names = "--scheduler-template", paramLabel = "FILE", description = "The scheduler's own pod template.")
    private @Nullable Path schedulerTemplate;

    @Option(names = "--image", paramLabel = "IMAGE", description = "The image of scheduler and workers.")
    private @Nullable String image;

    @Option(names = "--memory", paramLabel = "SIZE", description = "A worker's memory, such as 4GB or 4Gi.")
    private @Nullable String memory;

    @Option(names = "--cpu", paramLabel = "CPUS", description = "A worker's processors, such as 2 or 500m.")
    private @Nullable String cpu;

    @Option(names = "--threads", paramLabel = "N", description = "How many tasks a worker runs at a time.")
    private @Nullable Integer threads;

    @Option(names = "--gpus", paramLabel = "N", description = "A worker's GPUs.")
    private @Nullable Integer gpus;

    @Option(
            names = "--gpu-resource",
            paramLabel = "NAME",
            defaultValue = "nvidia.com/gpu",
            description = "The name under which nodes offer GPUs (default: nvidia.com/gpu).")
    private String gpuResource = "";

    @Option(
            names = "--dask-resources",
            paramLabel = "NAME=N",
            description = "What tasks can ask of a worker, such as GPU=2.")
    private @Nullable String daskResources;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label for all pods.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--annotation", paramLabel = "NAME=VALUE", description = "An annotation for all pods.")
    private Map<String, String> annotations = Map.of();

    @Option(
            names = "--volume",
            paramLabel = "KIND/NAME:PATH",
            description = "A volume, such as pvc/data:/data or secret/keys:/keys:ro.")
    private List<String> volumes = List.of();

    @Option(names = "--pull-secret", paramLabel = "SECRET", description = "A secret with which images are pulled.")
    private List<String> pullSecrets = List.of();

    @Option(names = "--service-account", paramLabel = "NAME", description = "The service account of the pods.")
    private @Nullable String serviceAccount;

    @Option(names = "--node-selector", paramLabel = "LABEL=VALUE", description = "A label that nodes must have.")
    private Map<String, String> nodeSelector = Map.of();

    @Option(names = "--priority-class", paramLabel = "NAME", description = "The priority class of the pods.")
    private @Nullable String priorityClass;

    @Option(
            names = "--node-purpose",
            paramLabel = "HOW",
            description =
                    "Nodes labelled k8s.dask.org/node-purpose are: ${COMPLETION-CANDIDATES} (default: preferred).")
    private @Nullable NodePurpose nodePurpose;

    @Option(names = "--container", paramLabel = "NAME", description = "The container that runs Dask.")
    private @Nullable String container;

    @Option(names = "--restricted", description = "Fit the Pod Security Standard \"restricted\".")
    private boolean restricted;

    void apply(KubeClusterBuilder builder) {
        ifGiven(schedulerTemplate, builder::schedulerTemplate);
        ifGiven(image, builder::image);
        ifGiven(memory, builder::memory);
        ifGiven(cpu, builder::cpu);
        ifGiven(threads, builder::threads);
        ifGiven(gpus, count -> builder.gpus(count, gpuResource));
        ifGiven(daskResources, builder::daskResources);
        labels.forEach(builder::label);
        annotations.forEach(builder::annotation);
        volumes.forEach(builder::volume);
        pullSecrets.forEach(builder::pullSecret);
        ifGiven(serviceAccount, builder::serviceAccount);
        nodeSelector.forEach(builder::nodeSelector);
        ifGiven(priorityClass, builder::priorityClass);
        ifGiven(nodePurpose, builder::nodePurpose);
        ifGiven(container, builder::container);
        if (restricted) {
            builder.restricted();
        }
    }

    private static <T> void ifGiven(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
