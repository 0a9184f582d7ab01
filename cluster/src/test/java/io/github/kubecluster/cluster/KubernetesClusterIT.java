package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(
        named = "kubernetes.context",
        matches = ".+",
        disabledReason = "no Kubernetes is named: give -Dkubernetes.context=CONTEXT")
class KubernetesClusterIT implements ClusterContract {
    static final String CONTEXT = System.getProperty("kubernetes.context");
    static final String NAMESPACE =
            "kubecluster-" + UUID.randomUUID().toString().substring(0, 8);
    static KubernetesClient kubernetes;

    @BeforeAll
    static void makeNamespace() {
        kubernetes = new KubernetesClientBuilder()
                .withConfig(Config.autoConfigure(CONTEXT))
                .build();
        kubernetes
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        await("the namespace's service account")
                .until(() -> kubernetes
                                .serviceAccounts()
                                .inNamespace(NAMESPACE)
                                .withName("default")
                                .get()
                        != null);
    }

    @AfterAll
    static void deleteNamespace() {
        kubernetes.namespaces().withName(NAMESPACE).delete();
        kubernetes.close();
    }

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
                """.formatted(System.getProperty("dask.image", "kubecluster/dask:dev"));
    }

    @Override
    public KubeClusterBuilder builder() {
        return KubeCluster.builder().kubernetes(CONTEXT).namespace(NAMESPACE).template(template());
    }

    @Override
    public Map<String, String> ownerEnvironment() {
        return Map.of("CONTEXT", CONTEXT, "NAMESPACE", NAMESPACE);
    }

    @Override
    public List<String> remains(String cluster) {
        return Stream.of(
                        kubernetes.pods(),
                        kubernetes.services(),
                        kubernetes.secrets(),
                        kubernetes.batch().v1().jobs(),
                        kubernetes.policy().v1().podDisruptionBudget())
                .flatMap(kind ->
                        kind.inNamespace(NAMESPACE).withLabel(Labels.CLUSTER, cluster).list().getItems().stream())
                .map((HasMetadata object) ->
                        object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    List<Pod> workerPods(String cluster) {
        return kubernetes
                .pods()
                .inNamespace(NAMESPACE)
                .withLabels(Labels.of(cluster, Labels.WORKER))
                .list()
                .getItems();
    }

    @Test
    void everything_is_owned_by_the_schedulers_job() {
        try (KubeCluster cluster = builder().workers(1).start()) {
            cluster.waitForWorkers(1);

            assertThat(workerPods(cluster.name()).get(0).getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> {
                        assertThat(owner.getKind()).isEqualTo("Job");
                        assertThat(owner.getName()).isEqualTo(cluster.name() + "-scheduler");
                    });
            assertThat(kubernetes
                            .services()
                            .inNamespace(NAMESPACE)
                            .withName(cluster.name() + "-scheduler")
                            .get()
                            .getMetadata()
                            .getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("Job"));
        }
    }

    @Test
    void a_pod_that_was_deleted_by_hand_is_replaced() {
        try (KubeCluster cluster = builder().workers(1).start()) {
            cluster.waitForWorkers(1);
            String first = workerPods(cluster.name()).get(0).getMetadata().getName();

            kubernetes.pods().inNamespace(NAMESPACE).withName(first).delete();

            await("another worker")
                    .atMost(Duration.ofSeconds(90))
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
                builder().template(greedy).startLimit(Duration.ofSeconds(5)).startInBackground();
        assertThatThrownBy(cluster::waitForScheduler)
                .isInstanceOf(ClusterTimeoutException.class)
                .hasMessageStartingWith("The scheduler of cluster \"" + cluster.name()
                        + "\" did not answer within 5 s: Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.");
        assertNothingRemains(cluster.name());
    }

    @Test
    void an_image_that_cannot_be_had_is_named() {
        String template = template().replaceAll("image: .*", "image: registry.invalid/acme/dask:9");
        KubeCluster cluster =
                builder().template(template).startLimit(Duration.ofSeconds(5)).startInBackground();

        assertThatThrownBy(cluster::waitForScheduler)
                .isInstanceOf(ClusterTimeoutException.class)
                .hasMessageContaining("image \"registry.invalid/acme/dask:9\" cannot be had");
        assertNothingRemains(cluster.name());
    }

    @Test
    void a_used_up_quota_is_told_and_waited_for() {
        KubeCluster cluster = builder().start();
        try (cluster) {
            kubernetes
                    .resourceQuotas()
                    .inNamespace(NAMESPACE)
                    .resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("none")
                            .endMetadata()
                            .withNewSpec()
                            .addToHard("pods", new Quantity("0"))
                            .endSpec()
                            .build())
                    .create();
            await("the quota is in force").until(KubernetesClusterIT::refusesPods);
            cluster.scale(1);

            await("the quota is told")
                    .untilAsserted(() -> assertThat(cluster.status().problem())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .contains("exceeded quota: none, requested: pods=1")
                                    .endsWith("the cluster goes on when there is room.")));

            kubernetes.resourceQuotas().inNamespace(NAMESPACE).withName("none").delete();
            cluster.waitForWorkers(1, Duration.ofSeconds(60));
        } finally {
            kubernetes.resourceQuotas().inNamespace(NAMESPACE).withName("none").delete();
        }
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
            kubernetes.pods().inNamespace(NAMESPACE).resource(pod).dryRun().create();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        }
    }

    @Test
    void a_scheduler_that_is_killed_ends_the_cluster_with_a_reason() {
        KubeCluster cluster = builder().workers(1).start();
        cluster.waitForWorkers(1);
        Pod scheduler = kubernetes
                .pods()
                .inNamespace(NAMESPACE)
                .withLabels(Labels.of(cluster.name(), Labels.SCHEDULER))
                .list()
                .getItems()
                .get(0);

        kubernetes.pods().resource(scheduler).withGracePeriod(0).delete();

        await("the cluster fails")
                .atMost(Duration.ofSeconds(90))
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
                .hasMessageContaining("has no context \"nowhere\". Choose one of: ")
                .hasMessageContaining(CONTEXT);
    }

    @Test
    void the_shipped_role_is_all_that_a_notebook_needs(@TempDir Path directory) throws Exception {
        try (var rights = Files.newInputStream(Path.of(System.getProperty("root.directory"), "src/deploy/rbac.yaml"))) {
            kubernetes.load(rights).inNamespace(NAMESPACE).create();
        }
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), kubeconfig(serviceAccountToken()));

        Process owner =
                startOwner(Map.of("KUBECONFIG", kubeconfig.toString(), "CONTEXT", "limited", "NAMESPACE", NAMESPACE));
        String cluster = ClusterContract.name(owner);
        owner.getOutputStream().write('\n');
        owner.getOutputStream().close();

        assertThat(owner.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(owner.exitValue()).isZero();
        assertThat(remains(cluster)).isEmpty();
    }

    static String serviceAccountToken() {
        return kubernetes
                .serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("kubecluster")
                .tokenRequest()
                .getStatus()
                .getToken();
    }

    static String kubeconfig(String token) {
        Config config = kubernetes.getConfiguration();
        return """
                apiVersion: v1
                kind: Config
                current-context: limited
                contexts: [{name: limited, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}]
                users: [{name: u, user: {token: "%s"}}]
                """.formatted(config.getMasterUrl(), config.getCaCertData(), token);
    }
}
