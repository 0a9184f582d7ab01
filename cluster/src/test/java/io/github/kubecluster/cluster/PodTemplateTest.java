package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTemplateTest {
    static final String WORKER = """
            kind: Pod
            metadata:
              labels: {team: risk}
            spec:
              restartPolicy: Never
              containers:
              - image: ${DASK_IMAGE}
                args: [dask-worker, --nthreads, '2', --memory-limit, 2GB]
                env:
                - {name: GREETING, value: $HELLO}
            """;

    static PodTemplate parse(String yaml, Map<String, String> environment) {
        return PodTemplates.parse("worker-spec.yml", yaml, environment).worker();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "$HELLO, hi",
                "${HELLO}, hi",
                "a-${HELLO}-b, a-hi-b",
                "${UNKNOWN}, ${UNKNOWN}",
                "$UNKNOWN, $UNKNOWN",
                "$(HELLO), $(HELLO)",
                "${UNKNOWN:-default}, default",
                "${HELLO:-default}, hi",
                "${EMPTY:-default}, default",
                "${EMPTY}, ''",
                "5 $, 5 $",
            })
    void a_value_is_expanded_as_by_a_shell(String written, String expanded) {
        assertThat(new Variables(Map.of("HELLO", "hi", "EMPTY", "")).expand(written))
                .isEqualTo(expanded);
    }

    @Test
    void a_template_is_a_pod_whose_values_are_expanded() {
        var pod = parse(WORKER, Map.of("DASK_IMAGE", "acme/dask:1", "HELLO", "hi"))
                .pod();

        assertThat(pod.getSpec().getContainers().get(0).getImage()).isEqualTo("acme/dask:1");
        assertThat(pod.getSpec().getContainers().get(0).getEnv().get(0).getValue())
                .isEqualTo("hi");
        assertThat(pod.getMetadata().getLabels()).containsEntry("team", "risk");
    }

    @Test
    void the_standard_template_is_valid() {
        Map<String, String> environment = Map.of("HOME", "/no/home");

        assertThat(new KubeClusterBuilder(environment).toYaml()).contains("image: \"ghcr.io/dask/dask:latest\"");
        assertThat(PodTemplates.standard(Map.of("DASK_IMAGE", "acme/dask:1"))
                        .worker()
                        .pod()
                        .getSpec()
                        .getContainers())
                .singleElement()
                .satisfies(container -> assertThat(container.getImage()).isEqualTo("acme/dask:1"));
    }

    @Test
    void a_missing_file_is_named_with_where_it_was_looked_for(@TempDir Path directory) {
        Path missing = directory.resolve("worker-spec.yml");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodTemplates.load(missing, Map.of()))
                .withMessage("There is no pod template \"" + missing + "\" (looked for " + missing
                        + "). Give the path of a pod manifest in YAML.");
    }

    @Test
    void a_file_is_read(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("worker-spec.yml"), WORKER);

        assertThat(PodTemplates.load(file, Map.of()).worker().source()).isEqualTo(file.toString());
    }

    @Test
    void what_is_no_yaml_is_refused_with_its_line() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("kind: Pod\nspec: [\n", Map.of()))
                .withMessageStartingWith("Pod template \"worker-spec.yml\" is not YAML in line ")
                .withMessageEndingWith("Correct that line.");
    }

    @Test
    void yaml_that_is_no_pod_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("kind: Deployment\n", Map.of()))
                .withMessage("Pod template \"worker-spec.yml\" is no pod: its kind is \"Deployment\". "
                        + "Write a manifest that has \"kind: Pod\" and \"spec.containers\".");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("- a list", Map.of()))
                .withMessage("Pod template \"worker-spec.yml\" is no pod: it holds no map of keys. "
                        + "Write a manifest that has \"kind: Pod\" and \"spec.containers\".");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("kind: Pod\nspec: {}\n", Map.of()))
                .withMessage("Pod template \"worker-spec.yml\" has no container. Write one under \"spec.containers\", "
                        + "with an image and the worker's command as args.");
    }

    @ParameterizedTest
    @CsvSource({
        "restartPolicy: Never, restartpolicy: Never, spec.restartpolicy, restartPolicy",
        "image:, imagee:, spec.containers[0].imagee, image",
        "labels:, lables:, metadata.lables, labels",
        "args:, arguments:, spec.containers[0].arguments, ''",
    })
    void an_unknown_key_is_refused_with_its_path_and_the_nearest_known_one(
            String right, String wrong, String path, String nearest) {
        var refusal = assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(WORKER.replace(right, wrong), Map.of()))
                .withMessageStartingWith("Pod template \"worker-spec.yml\": unknown key \"" + path + "\". ");
        if (nearest.isEmpty()) {
            refusal.withMessageContaining("Known keys there: args, command, ");
        } else {
            refusal.withMessageEndingWith("Did you mean \"" + nearest + "\"?");
        }
    }

    @Test
    void maps_with_keys_of_the_users_own_are_left_alone() {
        String yaml = WORKER.replace("{team: risk}", "{any-key.of/mine: x}")
                + "    resources: {limits: {nvidia.com/gpu: 1, memory: 2G}}\n";

        assertThat(parse(yaml, Map.of())
                        .pod()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getResources()
                        .getLimits())
                .containsOnlyKeys("nvidia.com/gpu", "memory");
    }

    @Test
    void a_second_document_is_the_schedulers() {
        String scheduler = """
                ---
                kind: Pod
                metadata: {labels: {dask.org/component: scheduler}}
                spec: {containers: [{image: small:1}]}
                """;
        PodTemplates both = PodTemplates.parse("pods.yml", WORKER + scheduler, Map.of());

        assertThat(both.worker().pod().getMetadata().getLabels()).containsEntry("team", "risk");
        assertThat(both.scheduler().pod().getSpec().getContainers().get(0).getImage())
                .isEqualTo("small:1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodTemplates.parse("pods.yml", WORKER + "---\n" + WORKER, Map.of()))
                .withMessage(
                        "Pod template \"pods.yml\" holds 2 workers and 0 schedulers. Write one worker, and besides it one "
                                + "scheduler at most, with the label \"dask.org/component: scheduler\".");
    }

    @Test
    void a_template_may_be_a_map() {
        Map<String, ?> manifest = Map.of(
                "spec", Map.of("containers", List.of(Map.of("image", "$IMAGE", "args", List.of("dask-worker")))));
        Map<String, String> environment = Map.of("IMAGE", "acme/dask:1", "HOME", "/no/home");

        assertThat(new KubeClusterBuilder(environment).template(manifest).toYaml())
                .contains("image: \"$IMAGE\"");
        assertThat(new KubeClusterBuilder(environment)
                        .expandedTemplate(manifest)
                        .toYaml())
                .contains("image: \"acme/dask:1\"");
    }

    @Test
    void a_name_that_is_not_set_is_told_with_its_path() {
        assertThat(parse(WORKER, Map.of("DASK_IMAG", "x", "HELLO", "hi")).notices())
                .containsExactly(
                        "Pod template \"worker-spec.yml\": \"${DASK_IMAGE}\" in \"spec.containers[0].image\" is the name of "
                                + "no environment variable and stays as it is. Did you mean \"DASK_IMAG\"?");
    }
}
