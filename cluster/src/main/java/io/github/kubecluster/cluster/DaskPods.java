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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the pods of one cluster from the user's template: reading the lists of features tells what a worker and what a
 * scheduler is.
 */
final class DaskPods {
    private final String cluster;
    private final PodTemplates templates;
    private final boolean encrypted;

    /** @param encrypted whether the pods mount keys from the secret of the scheduler's name and talk TLS */
    DaskPods(String cluster, PodTemplates templates, boolean encrypted) {
        this.cluster = cluster;
        this.templates = templates;
        this.encrypted = encrypted;
    }

    String cluster() {
        return cluster;
    }

    /** What the user should know about how the templates were understood. */
    List<String> notices() {
        return Stream.concat(templates.worker().notices().stream(), templates.scheduler().notices().stream())
                .toList();
    }

    /**
     * Makes a worker's pod.
     *
     * @param schedulerAddress where the worker connects
     * @param options options of {@code dask worker} that the place it runs at needs; the template's own win
     */
    Pod worker(String worker, String schedulerAddress, Map<String, String> options) {
        return PodFeature.fold(
                templates.worker().pod(),
                List.of(
                        name(worker),
                        labels(Labels.of(cluster, Labels.WORKER)),
                        containerNames(),
                        dedicatedNodes(Labels.WORKER),
                        restartPolicyNever(),
                        noServiceAccountToken(),
                        noPrivilegeEscalation(),
                        environment(Map.of("DASK_SCHEDULER_ADDRESS", schedulerAddress)),
                        keys(Labels.WORKER),
                        command(given ->
                                given.as(Labels.WORKER).with("--name", worker).with(options))));
    }

    /** Returns the name of a cluster's scheduler, of its pod as of all that belongs to it. */
    static String schedulerName(String cluster) {
        return cluster + "-scheduler";
    }

    /**
     * Makes the scheduler's pod.
     *
     * @param options options of {@code dask scheduler} that say where it listens, in the place of the template's
     * @param lifeline the program that ends the scheduler when its owner is gone
     */
    Pod scheduler(Map<String, String> options, Lifeline lifeline) {
        Map<String, String> listening = new LinkedHashMap<>(options);
        if (encrypted) {
            listening.put("--protocol", "tls");
        }
        return PodFeature.fold(
                new PodBuilder(templates.scheduler().pod()).withApiVersion("v1").build(),
                List.of(
                        name(schedulerName(cluster)),
                        labels(Labels.of(cluster, Labels.SCHEDULER)),
                        containerNames(),
                        dedicatedNodes(Labels.SCHEDULER),
                        restartPolicyNever(),
                        noServiceAccountToken(),
                        noPrivilegeEscalation(),
                        environment(lifeline.environment()),
                        keys(Labels.SCHEDULER),
                        command(given -> given.as(Labels.SCHEDULER)
                                .without(listening.keySet())
                                .with(listening))));
    }

    private PodFeature keys(String role) {
        return encrypted ? PodFeatures.keys(schedulerName(cluster), role) : pod -> pod;
    }
}
