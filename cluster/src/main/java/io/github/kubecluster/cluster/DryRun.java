package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks Kubernetes whether it would take objects, of which it creates none ({@code dryRun=All}, strict on fields). */
final class DryRun {
    private DryRun() {}

    /**
     * Tries all objects.
     *
     * @return where it was tried
     * @throws ClusterException if one is refused; names all that are, with the reasons
     */
    static String of(List<HasMetadata> objects, KubernetesAccess access) {
        List<ClusterException> refusals = new ArrayList<>();
        String target;
        try (KubernetesConnection connection = access.connect()) {
            target = connection.namespace().name();
            for (HasMetadata object : objects) {
                try {
                    connection
                            .namespace()
                            .kubernetes()
                            .resource(object)
                            .inNamespace(target)
                            .dryRun()
                            .fieldValidation(Validation.STRICT)
                            .create();
                } catch (KubernetesClientException e) {
                    String name = object.getKind().toLowerCase(Locale.ROOT) + " \""
                            + object.getMetadata().getName() + "\"";
                    refusals.add(KubernetesErrors.of("create " + name, target, e));
                }
            }
        }
        if (!refusals.isEmpty()) {
            throw new ClusterException(
                    String.join(
                            "\n",
                            refusals.stream()
                                    .map(ClusterException::getMessage)
                                    .distinct()
                                    .toList()),
                    refusals.get(0));
        }
        return target;
    }
}
