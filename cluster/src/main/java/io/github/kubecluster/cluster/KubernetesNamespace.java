package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.util.function.Supplier;

/** One namespace of a Kubernetes: what it holds, by kind, and calls whose refusals are told in sentences. */
record KubernetesNamespace(KubernetesClient kubernetes, String name) {
    NonNamespaceOperation<Pod, PodList, PodResource> pods() {
        return kubernetes.pods().inNamespace(name);
    }

    NonNamespaceOperation<Job, JobList, ScalableResource<Job>> jobs() {
        return kubernetes.batch().v1().jobs().inNamespace(name);
    }

    NonNamespaceOperation<Service, ServiceList, ServiceResource<Service>> services() {
        return kubernetes.services().inNamespace(name);
    }

    NonNamespaceOperation<Secret, SecretList, Resource<Secret>> secrets() {
        return kubernetes.secrets().inNamespace(name);
    }

    NonNamespaceOperation<ResourceQuota, ResourceQuotaList, Resource<ResourceQuota>> quotas() {
        return kubernetes.resourceQuotas().inNamespace(name);
    }

    /**
     * Makes a call.
     *
     * @param action what is asked for, such as {@code create service "demo"}
     * @throws ClusterException if Kubernetes refuses
     */
    <T> T ask(String action, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw refused(action, e);
        }
    }

    ClusterException refused(String action, KubernetesClientException refusal) {
        return KubernetesErrors.of(action, name, refusal);
    }
}
