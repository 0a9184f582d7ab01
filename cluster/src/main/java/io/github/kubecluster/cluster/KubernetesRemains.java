package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * What is to be deleted of a cluster on Kubernetes. Kubernetes deletes by itself what the scheduler's job or pod owns; each is asked
 * for besides, which is quicker.
 */
final class KubernetesRemains {
    private final KubernetesNamespace namespace;
    private final SchedulerObject scheduler;
    private final String name;

    /** @param scheduler whose name service and secret have, too */
    KubernetesRemains(KubernetesNamespace namespace, SchedulerObject scheduler) {
        this.namespace = namespace;
        this.scheduler = scheduler;
        this.name = scheduler.name();
    }

    void deleteScheduler() {
        namespace.ask(
                "delete " + scheduler,
                () -> scheduler
                        .in(namespace)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    void deleteService() {
        namespace.ask(
                "delete service \"" + name + "\"",
                () -> namespace.services().withName(name).delete());
    }

    void deleteSecret() {
        namespace.ask(
                "delete secret \"" + name + "\"",
                () -> namespace.secrets().withName(name).delete());
    }

    /** Deletes the pods and waits until none is there. */
    void deletePods(PodWatch pods, Instant deadline) {
        pods.pods().forEach(pod -> deletePod(namespace, pod.getMetadata().getName()));
        try {
            if (!pods.awaitNone(deadline)) {
                throw new ClusterException("These pods in namespace \"" + namespace.name() + "\" are still there: "
                        + pods.pods().stream()
                                .map(pod -> pod.getMetadata().getName())
                                .collect(Collectors.joining(", "))
                        + ". Kubernetes goes on deleting them; look with kubectl if they stay.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServiceThreads.interrupted("the pods to be deleted", e);
        }
    }

    static void deletePod(KubernetesNamespace namespace, String pod) {
        namespace.ask(
                "delete pod \"" + pod + "\"",
                () -> namespace.pods().withName(pod).delete());
    }
}
