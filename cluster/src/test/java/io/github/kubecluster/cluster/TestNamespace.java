package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace on the Kubernetes that {@code -Dkubernetes.context} names. It is there while the tests of a class run, or until
 * it is closed.
 */
final class TestNamespace implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    static final String CONTEXT = System.getProperty("kubernetes.context");

    private final String prefix;
    private final Map<String, String> labels;
    private String name;
    private KubernetesClient kubernetes;

    TestNamespace() {
        this("kubecluster", Map.of());
    }

    /** @param prefix what its name begins with */
    TestNamespace(String prefix, Map<String, String> labels) {
        this.prefix = prefix;
        this.labels = labels;
    }

    /** Makes the namespace, and waits for the service account without which it takes no pods. */
    TestNamespace open() {
        name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        kubernetes = new KubernetesClientBuilder()
                .withConfig(Config.autoConfigure(CONTEXT))
                .build();
        kubernetes
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        await("the service account of namespace " + name)
                .until(() -> kubernetes
                                .serviceAccounts()
                                .inNamespace(name)
                                .withName("default")
                                .get()
                        != null);
        return this;
    }

    String name() {
        return name;
    }

    /** Returns a client that may do everything. */
    KubernetesClient kubernetes() {
        return kubernetes;
    }

    /** Returns what calls of pods begin with. */
    NonNamespaceOperation<Pod, PodList, PodResource> pods() {
        return kubernetes.pods().inNamespace(name);
    }

    /** Begins a cluster of small pods here. */
    KubeClusterBuilder cluster() {
        return KubeCluster.builder()
                .kubernetes(CONTEXT)
                .namespace(name)
                .template(TestPods.WORKER)
                .narrator(ignored -> {});
    }

    /** Returns a token of a service account. */
    String token(String account) {
        return kubernetes
                .serviceAccounts()
                .inNamespace(name)
                .withName(account)
                .tokenRequest()
                .getStatus()
                .getToken();
    }

    /** Returns a kubeconfig for a service account, with one context, "limited". */
    String kubeconfig(String account) {
        Config config = kubernetes.getConfiguration();
        return """
                apiVersion: v1
                kind: Config
                current-context: limited
                contexts: [{name: limited, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}]
                users: [{name: u, user: {token: "%s"}}]
                """.formatted(config.getMasterUrl(), config.getCaCertData(), token(account));
    }

    /** Returns the environment of a process that is the service account "kubecluster" and has its files below {@code directory}. */
    Map<String, String> environment(Path directory) throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), kubeconfig("kubecluster"));
        return Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "CONTEXT",
                "limited",
                "NAMESPACE",
                name,
                "XDG_STATE_HOME",
                directory.resolve("state").toString());
    }

    /** Returns what is there of clusters whose labels are these, a kind and a name each. */
    List<String> remains(Map<String, String> labels) {
        return Stream.of(
                        kubernetes.pods(),
                        kubernetes.services(),
                        kubernetes.secrets(),
                        kubernetes.batch().v1().jobs(),
                        kubernetes.policy().v1().podDisruptionBudget())
                .flatMap(kind -> kind.inNamespace(name).withLabels(labels).list().getItems().stream())
                .map((HasMetadata object) ->
                        object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        open();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        kubernetes.namespaces().withName(name).delete();
        kubernetes.close();
    }

    /** The name, for messages. */
    @Override
    public String toString() {
        return name;
    }
}
