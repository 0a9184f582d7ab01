package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that a cluster has on Kubernetes beside its worker pods. */
final class KubernetesObjects {
    static final int COMM_PORT = 8786;
    static final int DASHBOARD_PORT = 8787;

    /** A merge patch that lifts the limit of a lifeline's start. */
    static final String WITHOUT_LIMIT = "{\"spec\":{\"activeDeadlineSeconds\":null}}";

    private KubernetesObjects() {}

    /**
     * The lifeline: a Job that runs the scheduler once and owns everything else. When the scheduler ends, Kubernetes deletes
     * the Job after {@code afterwards}, and its garbage collection all that the Job owns.
     *
     * @param startLimit after which Kubernetes ends it, unless {@link #WITHOUT_LIMIT} has been applied: a scheduler that never
     *     runs cannot miss its owner. Null for none
     * @param annotations what whoever owns the cluster later needs to know
     * @param owners what the cluster is to die with in turn
     */
    static Job lifeline(
            Pod scheduler,
            Duration afterwards,
            @Nullable Duration startLimit,
            Map<String, String> annotations,
            List<OwnerReference> owners) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(scheduler.getMetadata().getName())
                .withLabels(scheduler.getMetadata().getLabels())
                .withAnnotations(annotations)
                .withOwnerReferences(owners)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(startLimit == null ? null : startLimit.toSeconds())
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

    /** The scheduler's pod where no Job may run it: it owns everything else then, and stays after its end until it is deleted. */
    static Pod schedulerPod(Pod scheduler, Map<String, String> annotations, List<OwnerReference> owners) {
        return new PodBuilder(scheduler)
                .editMetadata()
                .addToAnnotations(annotations)
                .withOwnerReferences(owners)
                .endMetadata()
                .build();
    }

    static Map<String, String> annotations(WorkerTemplate workers, Scaling size) {
        return Map.of(Labels.WORKER_TEMPLATE, workers.json(), Labels.SIZE, DesiredSize.text(size));
    }

    /** A merge patch that is refused if {@code scheduler} has changed since it was read. */
    static String sizePatch(HasMetadata scheduler, Scaling size) {
        return "{\"metadata\":{\"resourceVersion\":\"" + scheduler.getMetadata().getResourceVersion()
                + "\",\"annotations\":{\"" + Labels.SIZE + "\":\"" + DesiredSize.text(size) + "\"}}}";
    }

    /** The scheduler's address, there before the scheduler is ready so that nobody waits for a readiness probe. */
    static Service service(HasMetadata lifeline) {
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

    /** The keys that the pods of the cluster mount. Written once; who attaches later reads them, if that account may. */
    static Secret secret(HasMetadata lifeline, Map<String, String> files) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(lifeline.getMetadata().getName())
                .withLabels(lifeline.getMetadata().getLabels())
                .withOwnerReferences(ownedBy(lifeline))
                .endMetadata()
                .withImmutable(true)
                .withStringData(files)
                .build();
    }

    /** Asks whether this account may do something in a namespace. */
    static SelfSubjectAccessReview may(
            String verb, String group, String resource, String subresource, String namespace) {
        return new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(group)
                .withResource(resource)
                .withSubresource(subresource)
                .endResourceAttributes()
                .endSpec()
                .build();
    }

    static Pod owned(Pod worker, HasMetadata lifeline) {
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
