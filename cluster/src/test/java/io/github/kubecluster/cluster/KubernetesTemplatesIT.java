package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real Kubernetes says to what templates and words make, in a namespace that enforces Pod Security "restricted". */
@OnKubernetes
class KubernetesTemplatesIT {
    static final String CONTEXT = TestNamespace.CONTEXT;

    @RegisterExtension
    static final TestNamespace NAMESPACE =
            new TestNamespace("kubecluster", Map.of("pod-security.kubernetes.io/enforce", "restricted"));

    static KubeClusterBuilder builder() {
        return KubeCluster.builder()
                .kubernetes(CONTEXT)
                .namespace(NAMESPACE.name())
                .image(TestPods.IMAGE);
    }

    static KubeClusterBuilder small() {
        return builder().memory("500MB").cpu("500m").restricted();
    }

    @Test
    void all_that_is_printed_is_taken_strictly() {
        String yaml = small().workers(2)
                .label("team", "risk")
                .annotation("note", "\"quoted\": {yes}")
                .env("A", "on")
                .envFromSecret("PASSWORD", "db", "password")
                .volume("pvc/data:/data:ro")
                .volume("emptydir:/scratch")
                .pullSecret("registry")
                .nodeSelector("pool", "dask")
                .gpus(1)
                .daskResources("GPU=1")
                .nodePurpose(NodePurpose.REQUIRED)
                .extraPodConfig(Map.of("tolerations", List.of(Map.of("key", "gpu", "operator", "Exists"))))
                .toYaml();

        List<HasMetadata> objects = NAMESPACE
                .kubernetes()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
        assertThat(objects).extracting(HasMetadata::getKind).containsExactly("Job", "Service", "Pod", "Pod");
        for (HasMetadata object : objects) {
            NAMESPACE
                    .kubernetes()
                    .resource(object)
                    .inNamespace(NAMESPACE.name())
                    .dryRun()
                    .fieldValidation(Validation.STRICT)
                    .create();
        }
    }

    @Test
    void a_dry_run_tells_whether_it_would_be_taken_and_creates_nothing() {
        assertThat(small().dryRun()).isEqualTo(NAMESPACE.name());
        assertThatThrownBy(() -> builder().dryRun())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Cannot create pod \"dask-")
                .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
        assertThat(NAMESPACE.pods().list().getItems())
                .noneMatch(pod -> pod.getMetadata().getLabels().containsKey(Labels.CLUSTER)
                        && pod.getMetadata().getName().contains("dry"));
    }

    @Test
    void a_restricted_cluster_computes() {
        try (KubeCluster cluster = small().workers(1).start()) {
            cluster.waitForWorkers(1);

            assertThat(cluster.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
        }
    }

    @Test
    void packages_that_cannot_be_installed_end_the_start_with_their_installers_words() {
        KubeClusterBuilder builder = small().env("EXTRA_PIP_PACKAGES", "/no/such/package");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("EXTRA_PIP_PACKAGES: installing /no/such/package")
                .hasMessageContaining("ERROR: ");
    }
}
