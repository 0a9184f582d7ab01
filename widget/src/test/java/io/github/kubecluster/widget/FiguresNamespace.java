package io.github.kubecluster.widget;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.kubecluster.cluster.KubernetesServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * A namespace with an account that may do all of the shipped role but make Jobs, so that the scheduler is a plain pod: KWOK ends
 * the pods that a Job owns.
 */
final class FiguresNamespace implements AutoCloseable {
    private static final String ACCOUNT = "kubecluster";

    private final String name = "widget-figures-" + UUID.randomUUID().toString().substring(0, 8);
    private final KubernetesClient kubernetes;

    FiguresNamespace(String context) {
        kubernetes = new KubernetesClientBuilder()
                .withConfig(Config.autoConfigure(context))
                .build();
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

    /**
     * Makes the account, and returns the Kubernetes as it reaches it.
     *
     * @param role the file of the shipped role and account
     * @param authority a file to write the server's certificate to
     */
    KubernetesServer server(Path role, Path authority) throws IOException {
        try (InputStream shipped = Files.newInputStream(role)) {
            List<HasMetadata> rights = kubernetes.load(shipped).items();
            rights.forEach(object -> {
                if (object instanceof Role withJobs) {
                    withJobs.getRules().removeIf(rule -> rule.getApiGroups().contains("batch"));
                }
            });
            kubernetes.resourceList(rights).inNamespace(name).create();
        }
        Config config = kubernetes.getConfiguration();
        Files.write(authority, Base64.getDecoder().decode(config.getCaCertData()));
        String token = kubernetes
                .serviceAccounts()
                .inNamespace(name)
                .withName(ACCOUNT)
                .tokenRequest()
                .getStatus()
                .getToken();
        return KubernetesServer.at(config.getMasterUrl()).withToken(token).withAuthority(authority);
    }

    @Override
    public void close() {
        kubernetes.namespaces().withName(name).delete();
        kubernetes.close();
    }
}
