package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates the objects with which a cluster begins on Kubernetes. What is there already from an earlier try of the same cluster,
 * whose answer was lost, is taken as created.
 */
final class KubernetesLaunch {
    static final Duration TIME_TO_LIVE_AFTER_END = Duration.ofSeconds(20);

    private final KubernetesNamespace namespace;
    private final KubernetesSearch search;

    KubernetesLaunch(KubernetesNamespace namespace, KubernetesSearch search) {
        this.namespace = namespace;
        this.search = search;
    }

    /**
     * Creates what runs the scheduler and owns all else.
     *
     * @param asJob whether that is a Job; else it is a plain pod
     * @param startLimit after which Kubernetes ends a Job whose scheduler never runs; null for none
     * @param owners what the cluster is to die with
     * @throws PodRuntime.NameTakenException if another cluster has that name
     */
    SchedulerObject scheduler(
            PodRuntime.Plan plan, boolean asJob, @Nullable Duration startLimit, List<OwnerReference> owners) {
        Map<String, String> annotations = KubernetesObjects.annotations(plan.workers(), plan.size());
        SchedulerObject wanted = asJob
                ? SchedulerObject.of(KubernetesObjects.lifeline(
                        plan.scheduler(), TIME_TO_LIVE_AFTER_END, startLimit, annotations, owners))
                : SchedulerObject.of(KubernetesObjects.schedulerPod(plan.scheduler(), annotations, owners));
        try {
            return new SchedulerObject(wanted.in(namespace).create(), wanted.spec());
        } catch (KubernetesClientException e) {
            if (!isConflict(e)) {
                throw namespace.refused("create the scheduler's " + wanted, e);
            }
            return search.scheduler(plan.cluster())
                    .filter(there -> there.isOfOwnerOf(plan.scheduler()))
                    .orElseThrow(() -> new PodRuntime.NameTakenException("A cluster named \"" + plan.cluster()
                            + "\" is there already in namespace \"" + namespace.name()
                            + "\". Close it, or start this one under another name."));
        }
    }

    /** Has the Job run without limit from now on. */
    void liftLimit(SchedulerObject job) {
        namespace.ask("change the scheduler's " + job, () -> job.patch(namespace, KubernetesObjects.WITHOUT_LIMIT));
    }

    void secret(SchedulerObject owner, Map<String, String> files) {
        namespace.ask(
                "create secret \"" + owner.name() + "\"",
                () -> namespace
                        .secrets()
                        .resource(KubernetesObjects.secret(owner.object(), files))
                        .create());
    }

    Service service(SchedulerObject owner) {
        try {
            return namespace
                    .services()
                    .resource(KubernetesObjects.service(owner.object()))
                    .create();
        } catch (KubernetesClientException e) {
            Service there = isConflict(e) ? search.service(owner.name()) : null;
            if (there != null
                    && there.getMetadata().getOwnerReferences().contains(KubernetesObjects.ownedBy(owner.object()))) {
                return there;
            }
            throw namespace.refused("create service \"" + owner.name() + "\"", e);
        }
    }

    /** The worker's name is the cluster's alone, so that one that is there is this one. */
    void worker(Pod worker, SchedulerObject owner) {
        try {
            namespace
                    .pods()
                    .resource(KubernetesObjects.owned(worker, owner.object()))
                    .create();
        } catch (KubernetesClientException e) {
            if (!isConflict(e)) {
                throw namespace.refused(
                        "create worker pod \"" + worker.getMetadata().getName() + "\"", e);
            }
        }
    }

    private static boolean isConflict(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }
}
