package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An API server that is away for a minute, while one cluster is scaled and another one closed. */
@OnKubernetes
@Execution(ExecutionMode.CONCURRENT)
class ApiServerOutageIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    static final Duration OUTAGE = Duration.ofSeconds(60);
    static final Duration SOON = Duration.ofMinutes(3);

    static ApiServerProxy server;

    @BeforeAll
    static void standBefore() throws Exception {
        server = new ApiServerProxy();
    }

    @AfterAll
    static void standAside() throws Exception {
        server.close();
    }

    static KubeCluster start() {
        return server.cluster(NAMESPACE.name()).workers(1).start();
    }

    @Test
    void scaling_and_closing_wait_for_the_server_say_so_and_are_done_when_it_is_back() throws Exception {
        KubeCluster scaled = start();
        KubeCluster closed = start();
        try (scaled) {
            scaled.waitForWorkers(1, SOON);
            closed.waitForWorkers(1, SOON);

            Instant end = Instant.now().plus(OUTAGE);
            server.stop();
            try {
                scaled.scale(3);
                closed.closeInBackground();
                await("the scaling says why it does not get on")
                        .atMost(SOON)
                        .untilAsserted(() -> assertThat(scaled.status().problem())
                                .hasValueSatisfying(problem -> assertThat(problem)
                                        .matches("Cannot create worker pod \"" + scaled.name()
                                                + "-worker-.{8}\" in namespace \"" + NAMESPACE
                                                + "\": Kubernetes does not answer \\(.+\\)\\. Check the network and the"
                                                + " kubeconfig\\. It is tried again\\.")));
                await("the closing says why it does not get on")
                        .atMost(SOON)
                        .untilAsserted(() -> assertThat(closed.status().scheduler())
                                .matches("Cannot delete job \"" + closed.name() + "-scheduler\" in namespace \""
                                        + NAMESPACE
                                        + "\": Kubernetes does not answer \\(.+\\)\\. Check the network and the"
                                        + " kubeconfig\\. It is tried again for another \\d+ s\\."));
                await("the outage has lasted")
                        .atMost(OUTAGE.plus(SOON))
                        .until(() -> Instant.now().isAfter(end));
                assertThat(scaled.status().ready()).isEqualTo(1);
                assertThat(closed.status().phase()).isEqualTo(ClusterPhase.CLOSING);
            } finally {
                server.restart();
            }

            scaled.waitForWorkers(3, Duration.ofMinutes(2));
            assertThat(scaled.status().problem()).isEmpty();
            assertThat(scaled.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
            closed.close();
            assertThat(closed.status().phase()).isEqualTo(ClusterPhase.CLOSED);
        }
        await("no pod is left")
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(NAMESPACE.pods().list().getItems()).isEmpty());
    }
}
