package io.github.kubecluster.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.stream.Stream;

/** The objects of a cluster on Kubernetes, found by its label. */
final class KubernetesRemains implements Remains {
    @Override
    public List<String> of(String cluster) {
        Config context = Config.autoConfigure(System.getProperty("kubernetes.context"));
        try (KubernetesClient kubernetes =
                new KubernetesClientBuilder().withConfig(context).build()) {
            return labelled(kubernetes, "dask.org/cluster-name=" + cluster)
                    .map(object -> object.getKind() + " " + object.getMetadata().getName())
                    .toList();
        }
    }

    /** Returns all objects of the kinds that clusters have, in all namespaces, that a label selector chooses. */
    static Stream<HasMetadata> labelled(KubernetesClient kubernetes, String selector) {
        return Stream.of(
                        kubernetes.pods(),
                        kubernetes.services(),
                        kubernetes.secrets(),
                        kubernetes.batch().v1().jobs(),
                        kubernetes.policy().v1().podDisruptionBudget())
                .flatMap(kind -> kind.inAnyNamespace().withLabelSelector(selector).list().getItems().stream());
    }
}
