package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What bounds all clusters of a namespace, or of a user, together. */
@OnKubernetes
@Execution(ExecutionMode.SAME_THREAD)
class KubernetesLimitsIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    static KubeClusterBuilder builder() {
        return NAMESPACE.cluster();
    }

    @Test
    void a_user_has_no_more_workers_in_all_clusters_together_than_allowed() {
        String user = ClusterName.user(System.getenv());
        KubeCluster first = builder().workers(1).start();
        try (first;
                KubeCluster second =
                        afterTheWorkerOf(first).userLimit(2).workers(2).start()) {
            second.waitForWorkers(1);
            await("the limit is told")
                    .untilAsserted(() -> assertThat(second.status().problem())
                            .hasValue("User \"" + user + "\" may have 2 workers in all clusters together "
                                    + "(kubernetes.count.user-max), and has 1 in \"" + first.name()
                                    + "\", 1 in this one; 1 more is asked for. "
                                    + "Close or scale down one of them; this cluster goes on when there is room."));
            assertThat(builder().userLimit(2).limits())
                    .containsExactly("User \"" + user + "\" has 2 of 2 workers (kubernetes.count.user-max).");

            first.scale(0);
            second.waitForWorkers(2);
        }
    }

    private static KubeClusterBuilder afterTheWorkerOf(KubeCluster first) {
        first.waitForWorkers(1);
        return builder();
    }

    @Test
    void a_used_up_quota_is_told_and_waited_for() {
        KubeCluster cluster = builder().start();
        try (cluster) {
            NAMESPACE
                    .kubernetes()
                    .resourceQuotas()
                    .inNamespace(NAMESPACE.name())
                    .resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("none")
                            .endMetadata()
                            .withNewSpec()
                            .addToHard("pods", new Quantity("0"))
                            .endSpec()
                            .build())
                    .create();
            await("the quota is in force").until(KubernetesLimitsIT::refusesPods);
            cluster.scale(1);

            await("the quota is told")
                    .untilAsserted(() -> assertThat(cluster.status().problem())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .contains("its quota \"none\" is used up: asked for pods=1, used pods=")
                                    .endsWith("the cluster goes on when there is room.")));
            assertThat(cluster.pods().quotas())
                    .singleElement()
                    .asString()
                    .matches("Quota \"none\" of namespace \"" + NAMESPACE + "\": pods \\d+ of 0\\.");

            deleteQuota();
            cluster.waitForWorkers(1, Duration.ofMinutes(2));
        } finally {
            deleteQuota();
        }
    }

    static void deleteQuota() {
        NAMESPACE
                .kubernetes()
                .resourceQuotas()
                .inNamespace(NAMESPACE.name())
                .withName("none")
                .delete();
    }

    static boolean refusesPods() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("probe")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("probe")
                .withImage("probe")
                .endContainer()
                .endSpec()
                .build();
        try {
            NAMESPACE.pods().resource(pod).dryRun().create();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        }
    }
}
