package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.stream.Collectors;

/** The rights that a notebook's service account needs: the shipped {@code src/deploy/rbac.yaml}, for one namespace. */
public final class Rights {
    private Rights() {}

    /**
     * Returns manifests of a service account, its role and their binding, for {@code kubectl apply -f -}.
     *
     * @param namespace where clusters are to run
     * @param account the notebook's service account
     */
    public static String manifests(String namespace, String account) {
        KubernetesSerialization yaml = new KubernetesSerialization();
        Collection<HasMetadata> objects = shipped(yaml);
        for (HasMetadata object : objects) {
            object.getMetadata().setNamespace(namespace);
            if (object.getKind().equals("ServiceAccount")) {
                object.getMetadata().setName(account);
            } else if (object instanceof RoleBinding binding) {
                binding.getSubjects().forEach(subject -> {
                    subject.setName(account);
                    subject.setNamespace(namespace);
                });
            }
        }
        return objects.stream().map(yaml::asYaml).collect(Collectors.joining());
    }

    private static Collection<HasMetadata> shipped(KubernetesSerialization yaml) {
        try (InputStream manifests = Shipped.open("rbac.yaml")) {
            Collection<HasMetadata> objects = yaml.unmarshal(manifests);
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read \"rbac.yaml\" from the jar of this library.", e);
        }
    }
}
