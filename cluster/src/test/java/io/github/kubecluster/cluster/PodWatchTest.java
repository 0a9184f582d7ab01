package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PodWatchTest {
    @Test
    void a_kubernetes_that_says_nothing_is_not_waited_for_without_end() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                KubernetesClient kubernetes = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder()
                                .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                                .build())
                        .build()) {
            assertThatThrownBy(() -> new PodWatch(kubernetes, "lab", "demo", pods -> {}, Duration.ofSeconds(1)))
                    .isInstanceOf(ClusterException.class)
                    .hasMessage(
                            "Cannot watch the pods of cluster \"demo\" in namespace \"lab\": Kubernetes has not told what"
                                    + " is there within 1 s. Check the network and the API server, then try again.");
        }
    }
}
