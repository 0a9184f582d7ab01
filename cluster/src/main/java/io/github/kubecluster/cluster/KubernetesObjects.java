package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The objects that a cluster has on Kubernetes beside its worker pods. */
final class KubernetesObjects {
    static final int COMM_PORT = 8786;
    static final int DASHBOARD_PORT = 8787;

    private KubernetesObjects() {}

    /**
     * The lifeline: a Job that runs the scheduler once and owns everything else. When the scheduler ends, Kubernetes deletes
     * the Job after {@code afterwards}, and its garbage collection all that the Job owns.
     *
     * @param owners what the cluster is to die with in turn
     */
    static Job lifeline(Pod scheduler, Duration afterwards, List<OwnerReference> owners) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(scheduler.getMetadata().getName())
                .withLabels(scheduler.getMetadata().getLabels())
                .withOwnerReferences(owners)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withTtlSecondsAfterFinished((int) afterwards.toSeconds())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(scheduler.getMetadata().getLabels())
                .withAnnotations(scheduler.getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(scheduler.getSpec())
                .endTemplate()
                .endSpec()
                .build();
    }

    /** The scheduler's address, there before the scheduler is ready so that nobody waits for a readiness probe. */
    static Service service(Job lifeline) {
        Map<String, String> labels = lifeline.getMetadata().getLabels();
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(lifeline.getMetadata().getName())
                .withLabels(labels)
                .withOwnerReferences(ownedBy(lifeline))
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of(Labels.CLUSTER, labels.get(Labels.CLUSTER), Labels.COMPONENT, Labels.SCHEDULER))
                .withPublishNotReadyAddresses(true)
                .addNewPort()
                .withName("tcp-comm")
                .withPort(COMM_PORT)
                .endPort()
                .addNewPort()
                .withName("http-dashboard")
                .withPort(DASHBOARD_PORT)
                .endPort()
                .endSpec()
                .build();
    }

    static Pod owned(Pod worker, Job lifeline) {
        return new PodBuilder(worker)
                .editMetadata()
                .withOwnerReferences(ownedBy(lifeline))
                .endMetadata()
                .build();
    }

    /** A reference that needs no right on the owner's finalizers: it does not block the owner's deletion. */
    static OwnerReference ownedBy(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(false)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
