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
import java.util.Set;
import java.util.stream.Stream;

/** Tells in one sentence, without its full stop, why a pod is not further than it is. */
final class PodReason {
    /** The type of a condition that is ours: its message is what events have reported of the pod. */
    static final String REPORTED = "kubecluster/Reported";

    /** Images of Dask install what these variables name before they run their command. */
    static final Set<String> INSTALLED = Set.of("EXTRA_PIP_PACKAGES", "EXTRA_CONDA_PACKAGES", "EXTRA_APT_PACKAGES");

    private PodReason() {}

    static boolean ended(Pod pod) {
        return phase(pod).equals("Failed") || succeeded(pod);
    }

    static boolean succeeded(Pod pod) {
        return phase(pod).equals("Succeeded");
    }

    static boolean pending(Pod pod) {
        return phase(pod).equals("Pending");
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
            return condition(status, "DisruptionTarget")
                    .map(disruption -> disruption.getReason() + ": " + disruption.getMessage())
                    .orElse("is being deleted");
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
                .or(() -> initializing(status))
                .or(() -> reported(pod, status))
                .orElseGet(() -> plain(pod, status));
    }

    private static Optional<String> installing(Pod pod) {
        return pod.getSpec().getContainers().get(0).getEnv().stream()
                .filter(variable -> INSTALLED.contains(variable.getName())
                        && variable.getValue() != null
                        && !variable.getValue().isBlank())
                .map(variable -> "runs, installs " + variable.getName() + " \"" + variable.getValue()
                        + "\" or connects, not yet registered")
                .findFirst();
    }

    private static String plain(Pod pod, PodStatus status) {
        return switch (phase(pod)) {
            case "Running" -> installing(pod).orElse("runs, not yet registered");
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
                Optional.of("image \"" + container.getImage() + "\" cannot be had"
                        + detail(state).replaceFirst("Back-off pulling image .*?: ErrImagePull: ", ""));
            case "ContainerCreating", "PodInitializing", "" -> Optional.empty();
            default -> Optional.of(reason + detail(state));
        };
    }

    private static String detail(ContainerStateWaiting state) {
        return state.getMessage() == null
                ? ""
                : ": " + state.getMessage().lines().findFirst().orElse("");
    }

    /** An autoscaler's word on a node to come says more than that there is none. */
    private static Optional<String> unschedulable(PodStatus status) {
        return condition(status, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(condition -> condition.getReason() + ": " + condition.getMessage())
                .map(reason -> condition(status, REPORTED)
                        .map(report -> report.getMessage() + "; " + reason)
                        .orElse(reason));
    }

    private static Optional<String> initializing(PodStatus status) {
        return Optional.ofNullable(status.getInitContainerStatuses()).orElse(List.of()).stream()
                .filter(container ->
                        container.getState() != null && container.getState().getRunning() != null)
                .map(container -> "runs its init container \"" + container.getName() + "\"")
                .findFirst();
    }

    private static Optional<String> reported(Pod pod, PodStatus status) {
        return pending(pod) ? condition(status, REPORTED).map(PodCondition::getMessage) : Optional.empty();
    }

    private static Optional<PodCondition> condition(PodStatus status, String type) {
        return Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .filter(condition -> type.equals(condition.getType()))
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
