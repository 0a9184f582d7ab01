package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clusters of an account that has the shipped role but for Jobs. */
@OnKubernetes
@Execution(ExecutionMode.CONCURRENT)
class NoJobsIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @TempDir
    static Path directory;

    static Map<String, String> environment;

    @BeforeAll
    static void applyTheShippedRoleWithoutJobs() throws IOException {
        try (var shipped =
                Files.newInputStream(Path.of(System.getProperty("root.directory"), "src/deploy/rbac.yaml"))) {
            List<HasMetadata> rights = NAMESPACE.kubernetes().load(shipped).items();
            rights.forEach(object -> {
                if (object instanceof Role role) {
                    role.getRules().removeIf(rule -> rule.getApiGroups().contains("batch"));
                }
            });
            NAMESPACE
                    .kubernetes()
                    .resourceList(rights)
                    .inNamespace(NAMESPACE.name())
                    .create();
        }
        environment = new HashMap<>(NAMESPACE.environment(directory));
        environment.put("TEMPLATE", new KubernetesClusterIT().template());
    }

    @Test
    void the_scheduler_is_a_plain_pod_and_the_next_start_clears_away_what_a_dead_process_has_left() throws Exception {
        Process owner = new KubernetesClusterIT().startOwner(environment);
        String dead = ClusterContract.name(owner);
        assertThat(workers(dead))
                .hasSize(2)
                .allSatisfy(worker -> assertThat(worker.getMetadata().getOwnerReferences())
                        .extracting(OwnerReference::getKind)
                        .containsExactly("Pod"));

        owner.destroyForcibly();
        await("the scheduler of the dead process has ended, some time ago")
                .atMost(Duration.ofMinutes(2))
                .until(() -> endedSomeTimeAgo(scheduler(dead)));
        assertThat(remains(dead)).isNotEmpty();

        KubeCluster cluster = new KubeClusterBuilder(environment)
                .kubernetes("limited")
                .namespace(NAMESPACE.name())
                .template(environment.get("TEMPLATE"))
                .workers(1)
                .start();
        try (cluster) {
            assertThat(cluster.status().notices())
                    .contains(
                            "This account may not make Jobs, so the scheduler is a plain pod: should this process die, the"
                                    + " cluster ends, and its objects stay until your next start in this namespace. Have"
                                    + " src/deploy/rbac.yaml applied to have them deleted at once.");
            cluster.waitForWorkers(1);
            assertThat(cluster.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
            await("nothing of the dead process's cluster remains")
                    .atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(remains(dead)).isEmpty());
        }
        assertThat(remains(cluster.name())).isEmpty();
    }

    static Pod scheduler(String cluster) {
        return NAMESPACE.pods().withName(cluster + "-scheduler").get();
    }

    static List<Pod> workers(String cluster) {
        return NAMESPACE
                .pods()
                .withLabels(Labels.of(cluster, Labels.WORKER))
                .list()
                .getItems();
    }

    static boolean endedSomeTimeAgo(Pod scheduler) {
        return scheduler.getStatus().getContainerStatuses().stream()
                .map(container -> container.getState().getTerminated())
                .anyMatch(end -> end != null
                        && Instant.parse(end.getFinishedAt())
                                .plus(KubernetesLaunch.TIME_TO_LIVE_AFTER_END)
                                .isBefore(Instant.now()));
    }

    static List<String> remains(String cluster) {
        return NAMESPACE.remains(Map.of(Labels.CLUSTER, cluster));
    }
}
