package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an administrator applies, to a real Kubernetes that refuses every field it does not know. */
@OnKubernetes
class DeployIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void what_is_printed_for_administrators_is_taken_strictly() {
        assertThat(taken(Rights.manifests(NAMESPACE.name(), "notebook")))
                .extracting(HasMetadata::getKind)
                .containsExactly("ServiceAccount", "Role", "RoleBinding");
        assertThat(taken(HubSettings.networkPolicy(NAMESPACE.name())))
                .extracting(HasMetadata::getKind)
                .containsExactly("NetworkPolicy");
    }

    @Test
    void every_shipped_manifest_is_taken_strictly() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("root.directory"), "src/deploy"))) {
            List<Path> manifests = files.filter(
                            file -> !file.getFileName().toString().startsWith("values"))
                    .toList();
            assertThat(manifests).isNotEmpty();
            for (Path manifest : manifests) {
                assertThat(taken(Files.readString(manifest)))
                        .as(manifest.toString())
                        .isNotEmpty();
            }
        }
    }

    private static List<HasMetadata> taken(String manifests) {
        return NAMESPACE
                .kubernetes()
                .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .items()
                .stream()
                .map(object -> NAMESPACE
                        .kubernetes()
                        .resource(object)
                        .inNamespace(NAMESPACE.name())
                        .dryRun()
                        .fieldValidation(Validation.STRICT)
                        .create())
                .toList();
    }
}
