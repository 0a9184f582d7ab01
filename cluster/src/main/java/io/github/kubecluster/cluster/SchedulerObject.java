package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What runs the scheduler and owns all else of a cluster: a Job, which Kubernetes deletes after its end with all that it owns, or
 * a plain pod where the account may make no Jobs.
 *
 * @param object the Job or the pod
 * @param spec of the scheduler's pod
 */
record SchedulerObject(HasMetadata object, PodSpec spec) {
    static SchedulerObject of(Job job) {
        return new SchedulerObject(job, job.getSpec().getTemplate().getSpec());
    }

    static SchedulerObject of(Pod pod) {
        return new SchedulerObject(pod, pod.getSpec());
    }

    /** Tells whether {@code pod} is such a plain pod, of this library. */
    static boolean isPlain(Pod pod) {
        return annotation(pod, Labels.WORKER_TEMPLATE, text -> text).isPresent();
    }

    String name() {
        return object.getMetadata().getName();
    }

    String uid() {
        return object.getMetadata().getUid();
    }

    String cluster() {
        return Labels.cluster(object);
    }

    boolean isPod() {
        return object instanceof Pod;
    }

    /** Returns what calls of this very object begin with. */
    Resource<HasMetadata> in(KubernetesNamespace namespace) {
        return namespace.kubernetes().resource(object).inNamespace(namespace.name());
    }

    /**
     * Changes the object as a merge patch says.
     *
     * @return what it is then
     */
    HasMetadata patch(KubernetesNamespace namespace, String patch) {
        return in(namespace).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    /** Tells whether the pods of the cluster mount keys, from the secret of this object's name. */
    boolean isEncrypted() {
        return spec.getVolumes().stream()
                .anyMatch(volume -> volume.getSecret() != null
                        && name().equals(volume.getSecret().getSecretName()));
    }

    /** Tells whether {@code scheduler} is of the same owner: this object then comes from an earlier try of the same cluster. */
    boolean isOfOwnerOf(Pod scheduler) {
        return scheduler.getSpec().getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getName().equals(Lifeline.OWNER))
                .anyMatch(spec.getContainers().get(0).getEnv()::contains);
    }

    <T> Optional<T> annotation(String key, Function<String, T> read) {
        return annotation(object, key, read);
    }

    static <T> Optional<T> annotation(HasMetadata object, String key, Function<String, T> read) {
        try {
            return Optional.ofNullable(object.getMetadata().getAnnotations())
                    .map(annotations -> annotations.get(key))
                    .map(read);
        } catch (IllegalArgumentException e) {
            System.getLogger(SchedulerObject.class.getName())
                    .log(System.Logger.Level.WARNING, "Annotation " + key + " cannot be read", e);
            return Optional.empty();
        }
    }

    /** Names it for people, such as {@code job "demo-scheduler"}. */
    @Override
    public String toString() {
        return object.getKind().toLowerCase(Locale.ROOT) + " \"" + name() + "\"";
    }
}
