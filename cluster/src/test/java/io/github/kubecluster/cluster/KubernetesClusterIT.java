package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnKubernetes
class KubernetesClusterIT implements ClusterContract {
    static final String CONTEXT = TestNamespace.CONTEXT;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Override
    public String template() {
        return """
                kind: Pod
                metadata: {labels: {team: risk}}
                spec:
                  containers:
                  - name: dask
                    image: %s
                    imagePullPolicy: IfNotPresent
                    args: [dask-worker, --nthreads, '1', --memory-limit, 1GB, --death-timeout, '60']
                    resources: {requests: {cpu: 50m, memory: 100M}, limits: {memory: 1G}}
                """.formatted(TestPods.IMAGE);
    }

    @Override
    public KubeClusterBuilder builder() {
        return KubeCluster.builder()
                .kubernetes(CONTEXT)
                .namespace(NAMESPACE.name())
                .template(template());
    }

    @Override
    public Map<String, String> ownerEnvironment() {
        return Map.of("CONTEXT", CONTEXT, "NAMESPACE", NAMESPACE.name());
    }

    @Override
    public List<String> remains(String cluster) {
        return NAMESPACE.remains(Map.of(Labels.CLUSTER, cluster));
    }

    List<Pod> workerPods(String cluster) {
        return NAMESPACE
                .pods()
                .withLabels(Labels.of(cluster, Labels.WORKER))
                .list()
                .getItems();
    }

    @Test
    void a_detached_cluster_is_let_go_of_found_again_and_deleted() {
        KubeCluster first =
                builder().detached(Duration.ofMinutes(10)).workers(1).start();
        first.waitForWorkers(1);
        first.close();
        assertThat(remains(first.name())).isNotEmpty();

        KubeCluster second = builder().name(first.name()).attach();
        assertThat(second.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
        second.scaleUp(2);
        assertThat(workerPods(second.name())).hasSize(2);

        second.delete();
        assertNothingRemains(second.name());
    }

    @Test
    void manifests_for_kubectl_make_a_cluster_that_is_attached_to_and_scaled() {
        String name = "by-hand-" + UUID.randomUUID().toString().substring(0, 8);
        String manifests = builder().name(name).detached(Duration.ofMinutes(10)).toYaml();
        NAMESPACE
                .kubernetes()
                .load(new java.io.ByteArrayInputStream(manifests.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .inNamespace(NAMESPACE.name())
                .create();

        KubeCluster cluster = builder().name(name).attach();
        cluster.scaleUp(1);

        cluster.delete();
        assertNothingRemains(name);
    }

    @Test
    void another_process_takes_over_when_the_one_that_keeps_the_workers_is_killed() throws Exception {
        Process owner = startOwner(ownerEnvironment());
        String name = ClusterContract.name(owner);
        KubeCluster second = builder().name(name).attach();

        owner.destroyForcibly();
        await("the second keeps the workers")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(second.decisions())
                        .extracting(ScalingDecision::reason)
                        .contains("this process keeps the workers of this cluster now"));
        second.scaleUp(3);

        second.delete();
        assertNothingRemains(name);
    }

    @Test
    void a_pod_that_was_deleted_by_hand_is_replaced() {
        try (KubeCluster cluster = builder().workers(1).start()) {
            cluster.waitForWorkers(1);
            String first = workerPods(cluster.name()).get(0).getMetadata().getName();

            NAMESPACE.pods().withName(first).delete();

            await("another worker")
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(cluster.status().workers())
                            .singleElement()
                            .satisfies(worker -> {
                                assertThat(worker.name()).isNotEqualTo(first);
                                assertThat(worker.phase()).isEqualTo(WorkerStatus.Phase.READY);
                            }));
        }
    }

    @Test
    void a_request_that_no_node_can_meet_is_explained() {
        String greedy = template().replace("cpu: 50m", "cpu: 500");
        try (KubeCluster cluster = builder().start()) {
            assertThat(cluster.status().place().description())
                    .isEqualTo("Kubernetes context \"" + CONTEXT + "\", namespace \"" + NAMESPACE + "\"");
        }
        KubeCluster cluster =
                builder().template(greedy).startLimit(Duration.ofSeconds(20)).startInBackground();
        assertThatThrownBy(cluster::waitForScheduler)
                .isInstanceOf(ClusterTimeoutException.class)
                .hasMessageStartingWith("The scheduler of cluster \"" + cluster.name()
                        + "\" did not answer within 20 s: Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.");
        assertNothingRemains(cluster.name());
    }

    @Test
    void an_image_that_cannot_be_had_is_named() {
        String template = template().replaceAll("image: .*", "image: registry.invalid/acme/dask:9");
        KubeCluster cluster =
                builder().template(template).startLimit(Duration.ofSeconds(20)).startInBackground();

        assertThatThrownBy(cluster::waitForScheduler)
                .isInstanceOf(ClusterTimeoutException.class)
                .hasMessageContaining("image \"registry.invalid/acme/dask:9\" cannot be had");
        assertNothingRemains(cluster.name());
    }

    @Test
    void a_scheduler_that_is_killed_ends_the_cluster_with_a_reason() {
        KubeCluster cluster = builder().workers(1).start();
        cluster.waitForWorkers(1);
        Pod scheduler = NAMESPACE
                .pods()
                .withLabels(Labels.of(cluster.name(), Labels.SCHEDULER))
                .list()
                .getItems()
                .get(0);

        NAMESPACE.kubernetes().pods().resource(scheduler).withGracePeriod(0).delete();

        await("the cluster fails")
                .atMost(Duration.ofMinutes(2))
                .until(() -> cluster.status().phase() == ClusterStatus.ClusterPhase.FAILED);
        assertThatThrownBy(() -> cluster.scale(2))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("scheduler of cluster \"" + cluster.name() + "\"");
        assertNothingRemains(cluster.name());
    }

    @Test
    void a_context_that_is_not_there_is_told_with_those_that_are() {
        KubeClusterBuilder builder = KubeCluster.builder().kubernetes("nowhere");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("has no context \"nowhere\"; choose one of: ")
                .hasMessageContaining(CONTEXT);
    }
}
