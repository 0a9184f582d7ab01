package io.github.kubecluster.it;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The network policies of a Kubernetes whose only node is this machine, enforced for the time of a test by the program of
 * {@code src/it/hub/network-policies}.
 */
final class EnforcedPolicies implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Path SCRIPT = Product.ROOT.resolve("src/it/hub/network-policies");
    private static final Path PROGRAM = Product.ROOT.resolve("target/hub-chart/kube-router");

    static final String NEEDS =
            "what a hub on Kubernetes needs is not there, or src/it/hub/network-policies has not been run,"
                    + " or this is not root with ipset and -Dkubernetes.context=CONTEXT the current one";

    private final ServerProcess controller;

    /** @param log the file that gets what the program prints */
    EnforcedPolicies(Path log) throws IOException {
        ProcessBuilder command = new ProcessBuilder(SCRIPT.toString(), kubeconfig(), node());
        controller = new ServerProcess("kube-router", command, log);
        await("network policies are enforced")
                .atMost(LIMIT)
                .until(() -> controller.output().contains("sync iptables took"));
    }

    private static String kubeconfig() {
        return System.getenv().getOrDefault("KUBECONFIG", System.getProperty("user.home") + "/.kube/config");
    }

    private static String node() {
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build()) {
            return kubernetes.nodes().list().getItems().get(0).getMetadata().getName();
        }
    }

    /** For {@code @EnabledIf}. */
    static boolean isPossible() {
        return ChartHub.isPossible()
                && Files.isExecutable(PROGRAM)
                && Product.program(List.of("ipset")).isPresent()
                && System.getProperty("user.name").equals("root")
                && isCurrent(System.getProperty("kubernetes.context"));
    }

    /** The program knows a kubeconfig's current context alone. */
    private static boolean isCurrent(String context) {
        NamedContext current = Config.autoConfigure(null).getCurrentContext();
        return current != null && context.equals(current.getName());
    }

    @Override
    public void close() {
        controller.close();
    }
}
