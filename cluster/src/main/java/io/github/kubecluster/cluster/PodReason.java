package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells in one sentence, without its full stop, why a pod is not further than it is. */
final class PodReason {
    private PodReason() {}

    static boolean ended(Pod pod) {
        String phase = phase(pod);
        return phase.equals("Failed") || phase.equals("Succeeded");
    }

    static boolean running(Pod pod) {
        return phase(pod).equals("Running");
    }

    static String of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return "waits for Kubernetes to take note of it";
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return "is being deleted";
        }
        if ("Evicted".equals(status.getReason())) {
            return "Evicted: " + status.getMessage();
        }
        return containers(status)
                .flatMap(container -> ended(pod, container).stream())
                .findFirst()
                .or(() -> containers(status)
                        .flatMap(container -> waiting(container).stream())
                        .findFirst())
                .or(() -> unschedulable(status))
                .orElseGet(() -> plain(pod, status));
    }

    private static String plain(Pod pod, PodStatus status) {
        return switch (phase(pod)) {
            case "Running" -> "runs, not yet registered";
            case "Pending" -> pod.getSpec().getNodeName() == null ? "waits for a node" : "is being set up";
            case "Succeeded" -> "ended by itself";
            default -> status.getMessage() != null ? status.getMessage() : "is in phase " + phase(pod);
        };
    }

    private static Optional<String> ended(Pod pod, ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getTerminated)
                .or(() -> Optional.ofNullable(container.getLastState()).map(ContainerState::getTerminated))
                .filter(end -> !Integer.valueOf(0).equals(end.getExitCode()))
                .map(end -> ended(pod, container.getName(), end));
    }

    private static String ended(Pod pod, String container, ContainerStateTerminated end) {
        if ("OOMKilled".equals(end.getReason())) {
            return "OOMKilled: container \"" + container + "\" used more memory than its limit of "
                    + memoryLimit(pod, container);
        }
        String message = end.getMessage() == null || end.getMessage().isBlank()
                ? ""
                : ": " + end.getMessage().strip();
        return "container \"" + container + "\" ended with exit code " + end.getExitCode() + message;
    }

    private static String memoryLimit(Pod pod, String container) {
        return pod.getSpec().getContainers().stream()
                .filter(candidate -> container.equals(candidate.getName()) && candidate.getResources() != null)
                .map(candidate -> candidate.getResources().getLimits())
                .filter(limits -> limits != null && limits.containsKey("memory"))
                .map((Map<String, Quantity> limits) -> limits.get("memory").toString())
                .findFirst()
                .orElse("the node");
    }

    private static Optional<String> waiting(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .flatMap(state -> waiting(container, state));
    }

    private static Optional<String> waiting(ContainerStatus container, ContainerStateWaiting state) {
        String reason = state.getReason() == null ? "" : state.getReason();
        return switch (reason) {
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull" ->
                Optional.of(reason + ": image \"" + container.getImage() + "\" cannot be had" + detail(state));
            case "ContainerCreating", "PodInitializing", "" -> Optional.empty();
            default -> Optional.of(reason + detail(state));
        };
    }

    private static String detail(ContainerStateWaiting state) {
        return state.getMessage() == null
                ? ""
                : ": " + state.getMessage().lines().findFirst().orElse("");
    }

    private static Optional<String> unschedulable(PodStatus status) {
        return Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map((PodCondition condition) -> condition.getReason() + ": " + condition.getMessage())
                .findFirst();
    }

    private static Stream<ContainerStatus> containers(PodStatus status) {
        return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .filter(statuses -> statuses != null)
                .flatMap(List::stream);
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }
}
