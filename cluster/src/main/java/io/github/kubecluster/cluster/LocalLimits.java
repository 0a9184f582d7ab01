package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;

/** Names what a process of this machine cannot have of a pod and would be missed; what only places a pod is not. */
final class LocalLimits {
    private LocalLimits() {}

    static List<String> notHonoured(Pod pod) {
        PodSpec spec = pod.getSpec();
        Container first = spec.getContainers().get(0);
        List<String> parts = new ArrayList<>();
        if (!spec.getInitContainers().isEmpty()) {
            parts.add("initContainers");
        }
        if (spec.getContainers().size() > 1) {
            parts.add("the containers after the first");
        }
        if (!spec.getVolumes().isEmpty()) {
            parts.add("volumes");
        }
        if (!first.getEnvFrom().isEmpty()) {
            parts.add("envFrom");
        }
        first.getEnv().stream()
                .filter(variable -> PodReason.INSTALLED.contains(variable.getName()))
                .forEach(variable -> parts.add("the packages of " + variable.getName()));
        first.getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null && !LocalCommand.isPodName(variable))
                .forEach(variable -> parts.add("the source of the variable " + variable.getName()));
        return parts.isEmpty()
                ? List.of()
                : List.of(
                        "Local processes leave out these parts of the pod template: " + String.join(", ", parts) + ".");
    }
}
