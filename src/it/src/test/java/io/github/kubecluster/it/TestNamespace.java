package io.github.kubecluster.it;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A namespace for the time of a test, on the Kubernetes that the property {@code kubernetes.context} names. */
final class TestNamespace implements AutoCloseable {
    private final String name;
    private final KubernetesClient kubernetes = new KubernetesClientBuilder()
            .withConfig(Config.autoConfigure(System.getProperty("kubernetes.context")))
            .build();

    /** Makes a namespace whose name starts with {@code prefix}. */
    TestNamespace(String prefix) {
        name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        kubernetes
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    String name() {
        return name;
    }

    /** Returns the client of an administrator; it ends with this namespace. */
    KubernetesClient kubernetes() {
        return kubernetes;
    }

    /** Creates the objects of a text in YAML here. */
    void apply(String manifests) {
        kubernetes
                .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> kubernetes.resource(object).inNamespace(name).create());
    }

    @Override
    public void close() {
        kubernetes.namespaces().withName(name).delete();
        kubernetes.close();
    }
}
