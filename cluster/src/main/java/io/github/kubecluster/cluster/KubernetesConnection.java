package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;

/**
 * An open connection to one namespace of a Kubernetes.
 *
 * @param description says which, for people
 * @param owners what is to be the owner of clusters here, such as the notebook's pod
 * @param keys those of this user's clusters there
 */
record KubernetesConnection(
        KubernetesNamespace namespace, String description, List<OwnerReference> owners, KeptKeys keys)
        implements AutoCloseable {
    PodRuntime runtime(String reason) {
        return new KubernetesRuntime(namespace, new Place(Place.Kind.KUBERNETES, description, reason), owners, keys);
    }

    @Override
    public void close() {
        namespace.kubernetes().close();
    }
}
