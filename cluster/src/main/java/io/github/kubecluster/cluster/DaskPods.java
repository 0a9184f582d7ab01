package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.PodFeatures.command;
import static io.github.kubecluster.cluster.PodFeatures.containerNames;
import static io.github.kubecluster.cluster.PodFeatures.dedicatedNodes;
import static io.github.kubecluster.cluster.PodFeatures.environment;
import static io.github.kubecluster.cluster.PodFeatures.labels;
import static io.github.kubecluster.cluster.PodFeatures.name;
import static io.github.kubecluster.cluster.PodFeatures.noPrivilegeEscalation;
import static io.github.kubecluster.cluster.PodFeatures.noServiceAccountToken;
import static io.github.kubecluster.cluster.PodFeatures.restartPolicyNever;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes the pods of one cluster from the user's template: reading the lists of features tells what a worker and what a
 * scheduler is.
 */
final class DaskPods {
    private final String cluster;
    private final PodTemplate template;
    private final Map<String, String> variables;
    private final List<String> notices = new ArrayList<>();

    DaskPods(String cluster, PodTemplate template, Map<String, String> variables) {
        this.cluster = cluster;
        this.template = template;
        this.variables = Map.copyOf(variables);
        DaskCommand.parse(words(template.pod()), notices::add);
    }

    /** What the user should know about how the template was understood. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    /** Returns a name for a worker and its pod: chosen here, so that a repeated request cannot make a second pod. */
    String newWorkerName() {
        return cluster + "-worker-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * Makes a worker's pod.
     *
     * @param schedulerAddress where the worker connects
     * @param options options of {@code dask worker} that the place it runs at needs; the template's own win
     */
    Pod worker(String worker, String schedulerAddress, Map<String, String> options) {
        return PodFeature.fold(
                template.pod(),
                List.of(
                        name(worker),
                        labels(Labels.of(cluster, Labels.WORKER)),
                        containerNames(),
                        dedicatedNodes(Labels.WORKER),
                        restartPolicyNever(),
                        noServiceAccountToken(),
                        noPrivilegeEscalation(),
                        environment(variables),
                        environment(Map.of("DASK_SCHEDULER_ADDRESS", schedulerAddress)),
                        command(given -> (given.words().isEmpty()
                                        ? DaskCommand.of(Labels.WORKER)
                                        : DaskCommand.parse(given.words(), ignored -> {}))
                                .with("--name", worker)
                                .with(options))));
    }

    /**
     * Makes the scheduler's pod: the worker's template with the scheduler's command, as in dask-kubernetes.
     *
     * @param options options of {@code dask scheduler} that the place it runs at needs
     * @param lifeline the program that ends the scheduler when its owner is gone
     */
    Pod scheduler(Map<String, String> options, Lifeline lifeline) {
        return PodFeature.fold(
                new PodBuilder(template.pod()).withApiVersion("v1").build(),
                List.of(
                        name(cluster + "-scheduler"),
                        labels(Labels.of(cluster, Labels.SCHEDULER)),
                        containerNames(),
                        dedicatedNodes(Labels.SCHEDULER),
                        restartPolicyNever(),
                        noServiceAccountToken(),
                        noPrivilegeEscalation(),
                        environment(variables),
                        environment(lifeline.environment()),
                        command(given -> DaskCommand.of(Labels.SCHEDULER).with(options))));
    }

    private static List<String> words(Pod pod) {
        List<String> words =
                new ArrayList<>(pod.getSpec().getContainers().get(0).getCommand());
        words.addAll(pod.getSpec().getContainers().get(0).getArgs());
        return words;
    }
}
