package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;

/** Draws pods to nodes that are labelled for Dask, as dask-kubernetes does. */
final class NodePlacement {
    private NodePlacement() {}

    /** Draws a pod to nodes that are labelled for its role; the template's own affinity stays. */
    static PodFeature nodePurpose(NodePurpose purpose, String component) {
        NodeSelectorRequirement requirement = new NodeSelectorRequirementBuilder()
                .withKey("k8s.dask.org/node-purpose")
                .withOperator("In")
                .withValues(component)
                .build();
        return switch (purpose) {
            case NONE -> pod -> pod;
            case PREFERRED ->
                pod -> new PodBuilder(pod)
                        .editSpec()
                        .editOrNewAffinity()
                        .editOrNewNodeAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                        .withWeight(100)
                        .withNewPreference()
                        .withMatchExpressions(requirement)
                        .endPreference()
                        .endPreferredDuringSchedulingIgnoredDuringExecution()
                        .endNodeAffinity()
                        .endAffinity()
                        .endSpec()
                        .build();
            case REQUIRED ->
                pod -> new PodBuilder(pod)
                        .editSpec()
                        .editOrNewAffinity()
                        .editOrNewNodeAffinity()
                        .editOrNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .withNodeSelectorTerms(required(pod, requirement))
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endNodeAffinity()
                        .endAffinity()
                        .endSpec()
                        .build();
        };
    }

    /** The template's terms, of which one must hold, each with {@code requirement} besides. */
    private static List<NodeSelectorTerm> required(Pod pod, NodeSelectorRequirement requirement) {
        List<NodeSelectorTerm> given = Optional.ofNullable(pod.getSpec().getAffinity())
                .map(Affinity::getNodeAffinity)
                .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
                .map(NodeSelector::getNodeSelectorTerms)
                .orElse(List.of());
        return (given.isEmpty() ? List.of(new NodeSelectorTerm()) : given)
                .stream()
                        .map(term -> new NodeSelectorTermBuilder(term)
                                .addToMatchExpressions(requirement)
                                .build())
                        .toList();
    }
}
