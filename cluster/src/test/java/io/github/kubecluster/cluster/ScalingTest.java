package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {
    static WorkerSize size(String container) {
        return WorkerSize.of(
                PodTemplates.parse("test", "kind: Pod\nspec:\n  containers:\n  - " + container, java.util.Map.of())
                        .worker()
                        .pod());
    }

    @Test
    void bounds_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Fixed(-1))
                .withMessage("Cannot scale to -1 workers. Give a number of workers from 0 upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Adaptive(-1, 3))
                .withMessage("Cannot adapt with a minimum of -1 workers. Give a minimum from 0 upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Adaptive(3, 1))
                .withMessage("Cannot adapt between 3 and 1 workers: the maximum is below the minimum. "
                        + "Give the minimum first, then the maximum.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Adaptive(0, 0))
                .withMessage("Cannot adapt with a maximum of 0 workers. Give a maximum from 1 upwards.");
    }

    @Test
    void a_limit_holds_for_numbers_and_bounds() {
        assertThat(new Scaling.Fixed(500).atMost(30)).isEqualTo(new Scaling.Fixed(30));
        assertThat(new Scaling.Adaptive(40, 500).atMost(30)).isEqualTo(new Scaling.Adaptive(30, 30));
        assertThat(new Scaling.Adaptive(1, 3).atMost(30)).isEqualTo(new Scaling.Adaptive(1, 3));
    }

    @Test
    void a_worker_is_as_large_as_its_options_say_else_as_its_limits() {
        assertThat(size("args: [dask-worker, --nthreads, '2', --memory-limit, 4GB]"))
                .isEqualTo(new WorkerSize(2, 4_000_000_000L));
        assertThat(size("{args: [dask-worker, --nthreads=2], resources: {limits: {cpu: '4', memory: 4Gi}}}"))
                .isEqualTo(new WorkerSize(2, 4L << 30));
        assertThat(size("{args: [dask-worker, --memory-limit, auto], resources: {limits: {cpu: 1500m}}}"))
                .isEqualTo(new WorkerSize(1, 0));
    }

    @Test
    void cores_and_memory_are_turned_into_workers() {
        WorkerSize size = new WorkerSize(4, 16_000_000_000L);
        assertThat(size.workersForCores(9)).isEqualTo(3);
        assertThat(size.workersForMemory("64GB")).isEqualTo(4);
        assertThat(size.workersForMemory("64 GiB")).isEqualTo(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerSize(0, 0).workersForCores(4))
                .withMessage("Cannot scale by cores: the pod template does not say how many threads a worker has. "
                        + "Add --nthreads to its args, or a limit of cpu.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> size.workersForMemory("4 gigs"))
                .withMessage(
                        "Memory \"4 gigs\" cannot be read. Write a number and a unit, such as \"64GB\" or \"64Gi\".");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2kB,2000", "2k,2000", "2KiB,2048", "2Ki,2048", "1.5MB,1500000", "1e3,1000", "3 GiB,3221225472"})
    void sizes_are_read_as_dask_reads_them(String text, long bytes) {
        assertThat(MemorySize.bytes(text).longValue()).isEqualTo(bytes);
    }
}
