package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Clusters of a user whose schedulers run as plain pods and have ended, since they missed their owner: Kubernetes does not delete
 * such a pod by itself, as it does a Job. With the pod goes all that it owns.
 */
final class KubernetesOrphans {
    private final KubernetesNamespace namespace;

    KubernetesOrphans(KubernetesNamespace namespace) {
        this.namespace = namespace;
    }

    /** Deletes those of {@code user}, the value of the label; a failure is told in the log alone. */
    void sweep(String user) {
        try {
            namespace
                    .pods()
                    .withLabels(Map.of(
                            Labels.MANAGED_BY,
                            Labels.THIS_LIBRARY,
                            Labels.COMPONENT,
                            Labels.SCHEDULER,
                            Labels.USER,
                            user))
                    .list()
                    .getItems()
                    .stream()
                    .filter(KubernetesOrphans::isOrphan)
                    .forEach(this::delete);
        } catch (RuntimeException e) {
            System.getLogger(KubernetesOrphans.class.getName())
                    .log(System.Logger.Level.WARNING, "What dead processes have left cannot be cleared away", e);
        }
    }

    /** Of one that has just ended, its owner may yet read the last words. */
    private static boolean isOrphan(Pod scheduler) {
        Instant late = Instant.now().minus(KubernetesLaunch.TIME_TO_LIVE_AFTER_END);
        return SchedulerObject.isPlain(scheduler)
                && PodReason.ended(scheduler)
                && endOf(scheduler).filter(end -> end.isAfter(late)).isEmpty();
    }

    private static Optional<Instant> endOf(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(container -> Optional.ofNullable(container.getState().getTerminated()).stream())
                .map(ContainerStateTerminated::getFinishedAt)
                .map(Instant::parse)
                .max(Instant::compareTo);
    }

    private void delete(Pod scheduler) {
        namespace
                .pods()
                .resource(scheduler)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }
}
