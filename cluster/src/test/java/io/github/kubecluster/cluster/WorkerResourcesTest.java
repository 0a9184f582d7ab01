package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Container;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerResourcesTest {
    static PodTemplate agreed(String args, String resources) {
        String yaml =
                "kind: Pod\nspec: {containers: [{args: [dask-worker" + args + "], resources: " + resources + "}]}";
        return WorkerResources.agreed(
                PodTemplates.parse("worker-spec.yml", yaml, Map.of()).worker());
    }

    static Container container(PodTemplate template) {
        return template.pod().getSpec().getContainers().get(0);
    }

    @Test
    void what_dask_is_not_told_it_is_told() {
        assertThat(container(agreed("", "{limits: {memory: 6Gi, cpu: 2500m}}")).getArgs())
                .containsSequence("--memory-limit", "6442450944")
                .containsSequence("--nthreads", "2");
    }

    @Test
    void what_kubernetes_is_not_told_it_is_told() {
        Container container = container(agreed(", --memory-limit, 6GB, --nthreads=4", "{}"));

        assertThat(container.getResources().getLimits()).hasToString("{memory=6000000000, cpu=4}");
    }

    @Test
    void a_request_of_the_users_own_is_no_less_than_they_want() {
        Container container =
                container(agreed(", --memory-limit, 6GB, --nthreads, '4'", "{requests: {cpu: 100m, memory: 1G}}"));

        assertThat(container.getResources().getLimits()).containsOnlyKeys("memory");
        assertThat(container.getResources().getRequests()).hasToString("{cpu=100m, memory=1G}");
    }

    @ParameterizedTest
    @CsvSource({"6GB, 6G", "6GiB, 6Gi", "6e9, 6G", "6000MB, 6000000k", "500Mi, 500Mi"})
    void the_units_of_dask_and_kubernetes_are_understood(String dask, String kubernetes) {
        assertThat(agreed(", --memory-limit, " + dask, "{limits: {memory: " + kubernetes + "}}")
                        .notices())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"auto", "0", "0.9"})
    void what_is_no_number_of_bytes_is_left_to_dask(String memory) {
        PodTemplate template = agreed(", --memory-limit, '" + memory + "'", "{limits: {memory: 2G}}");

        assertThat(template.notices()).isEmpty();
        assertThat(container(template).getArgs()).containsSequence("--memory-limit", memory);
    }

    @Test
    void what_does_not_fit_together_is_told() {
        assertThat(agreed(", --memory-limit, 6GB, --nthreads, '4'", "{limits: {memory: 4Gi, cpu: 2}}")
                        .notices())
                .containsExactly(
                        "Pod template \"worker-spec.yml\" gives a worker --memory-limit 6GB and limits.memory 4Gi. Make them "
                                + "equal: with the larger number in Dask's option, the worker is killed for want of memory before "
                                + "it spills to disk.",
                        "Pod template \"worker-spec.yml\" gives a worker --nthreads 4 and limits.cpu 2. Make them equal: with "
                                + "the larger number in Dask's option, threads wait for each other.");
    }

    @Test
    void a_limit_just_below_the_number_of_threads_is_common() {
        assertThat(agreed(", --nthreads, '2'", "{limits: {cpu: 1750m}}").notices())
                .isEmpty();
    }

    @Test
    void a_command_that_is_not_dasks_is_left_alone() {
        PodTemplate template = PodTemplates.parse(
                        "t",
                        "kind: Pod\nspec: {containers: [{args: [/start.sh], resources: {limits: {cpu: 2}}}]}",
                        Map.of())
                .worker();

        assertThat(WorkerResources.agreed(template)).isEqualTo(template);
    }

    @Test
    void a_unit_of_dask_where_kubernetes_reads_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agreed("", "{limits: {memory: 6GB}}"))
                .withMessage(
                        "Pod template \"worker-spec.yml\": memory \"6GB\" is not a Kubernetes quantity. Write a number and a "
                                + "unit, such as \"6G\".");
    }
}
