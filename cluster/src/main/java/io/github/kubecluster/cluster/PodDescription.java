package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes a pod for people: where it is, how far, and with what. Values of its environment are not shown. */
final class PodDescription {
    private final List<String> lines = new ArrayList<>();

    private PodDescription() {}

    static String of(Pod pod, List<ClusterEvent> events) {
        PodDescription description = new PodDescription();
        description.lines.add("Pod " + pod.getMetadata().getName());
        Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
        description.line("state", status.map(PodStatus::getPhase).orElse("Pending") + ": " + PodReason.of(pod));
        description.line(
                "node", Optional.ofNullable(pod.getSpec().getNodeName()).orElse("none yet"));
        status.map(PodStatus::getPodIP).ifPresent(address -> description.line("address", address));
        pod.getSpec().getInitContainers().forEach(each -> description.container("init", each));
        pod.getSpec().getContainers().forEach(each -> description.container("container", each));
        status.map(PodStatus::getConditions).orElse(List.of()).stream()
                .filter(condition -> "False".equals(condition.getStatus()) && condition.getMessage() != null)
                .forEach(condition -> description.line("not yet", condition.getType() + ": " + condition.getMessage()));
        events.forEach(event -> description.line("event", event.at() + " " + event.text()));
        return String.join("\n", description.lines);
    }

    private void container(String kind, Container container) {
        String resources = container.getResources() == null
                ? ""
                : amounts(", requests ", container.getResources().getRequests())
                        + amounts(", limits ", container.getResources().getLimits());
        line(kind, container.getName() + ": image " + container.getImage() + resources);
    }

    private static String amounts(String label, Map<String, ?> amounts) {
        return amounts == null || amounts.isEmpty()
                ? ""
                : amounts.entrySet().stream()
                        .map(amount -> amount.getKey() + " " + amount.getValue())
                        .collect(Collectors.joining(" and ", label, ""));
    }

    private void line(String label, String text) {
        lines.add(String.format("  %-10s %s", label, text));
    }
}
