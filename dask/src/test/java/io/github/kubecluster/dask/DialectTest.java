package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {
    private static final Task TASK = new Task("k-1", PythonValue.tuple(), Set.of("d-1"));

    @Test
    void tasks_are_sent_one_by_one_before_2023_4() {
        assertThat(new Dialect("2023.3.2").updateGraph(List.of(TASK), Map.of()))
                .containsOnlyKeys("op", "tasks", "dependencies", "priority", "keys")
                .containsEntry("keys", List.of("k-1"))
                .containsEntry("dependencies", Map.of("k-1", List.of("d-1")))
                .containsEntry("priority", Map.of("k-1", 0));
    }

    @Test
    void annotations_are_sent_by_key_before_2023_4_and_for_all_tasks_later() {
        Map<String, Object> annotations = Map.of("priority", 10);
        assertThat(new Dialect("2023.3.2").updateGraph(List.of(TASK), annotations))
                .containsEntry("annotations", Map.of("priority", Map.of("k-1", 10)));
        assertThat(new Dialect("2023.4.0").updateGraph(List.of(TASK), annotations))
                .containsEntry("annotations", new Pickled(annotations));
        assertThat(new Dialect("2026.8.0").updateGraph(List.of(TASK), annotations))
                .containsEntry("annotations", new Pickled(annotations));
    }

    @Test
    void workers_are_not_to_tell_of_what_they_are_given_where_they_would() {
        Map<String, Payload> values = Map.of("k-1", DirectWorkersTest.ONE);
        assertThat(new Dialect("2022.12.1").updateData(values).message()).containsEntry("report", false);
        assertThat(new Dialect("2023.2.0").updateData(values).message()).containsEntry("report", false);
        assertThat(new Dialect("2023.2.1").updateData(values).message()).containsOnlyKeys("op", "data", "reply");
    }

    @ParameterizedTest
    @CsvSource({"2023.4.0, false", "2024.5.1, false", "2024.5.2, true", "2025.3.0, true"})
    void tasks_are_sent_as_a_layer_from_2023_4_on(String version, boolean spans) {
        Map<String, Object> message = new Dialect(version).updateGraph(List.of(TASK), Map.of());
        assertThat(message).containsKeys("graph_header", "graph_frames").doesNotContainKeys("tasks", "expr_ser");
        assertThat(message).containsEntry("keys", Set.of("k-1"));
        assertThat(message.containsKey("span_metadata")).isEqualTo(spans);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025.4.0", "2026.8.0", "2027.1.0", "unknown"})
    void tasks_are_sent_as_an_expression_from_2025_4_on(String version) {
        assertThat(new Dialect(version).updateGraph(List.of(TASK), Map.of()))
                .containsKeys("expr_ser", "span_metadata")
                .doesNotContainKeys("tasks", "graph_header");
    }

    @Test
    void keys_are_cancelled_by_a_message_from_2023_3_1_on() {
        assertThat(new Dialect("2023.3.0").cancelsByMessage()).isFalse();
        assertThat(new Dialect("2023.3.1").cancelsByMessage()).isTrue();
    }

    @Test
    void a_cancelled_key_needs_a_reason_from_2025_3_on() {
        assertThat(new Dialect("2025.2.0").cancelKeys(List.of("k-1"))).containsOnlyKeys("op", "keys", "force");
        assertThat(new Dialect("2025.3.0").cancelKeys(List.of("k-1")))
                .containsOnlyKeys("op", "keys", "force", "reason", "msg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2022.12.1", "2024.8.0", "2025.3.1.dev4+gabc", "2026.8.0"})
    void a_version_between_the_tested_ones_is_no_doubt(String version) {
        assertThat(new Dialect(version).doubt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2022.12.0", "2026.8.1", "2027.1.0", "unknown", "3"})
    void a_version_beyond_the_tested_ones_is_doubted(String version) {
        assertThat(new Dialect(version).doubt())
                .hasValue(
                        "The scheduler runs distributed " + version
                                + ", and this client is tested with 2022.12.1 to 2026.8.0. If submitting fails, use one of these.");
    }
}
