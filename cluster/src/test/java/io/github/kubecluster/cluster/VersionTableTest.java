package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.dask.Versions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionTableTest {
    static final Versions SCHEDULER = new Versions(Map.of("python", "3.11.2.final.0", "dask", "2026.8.0"));

    @Test
    void a_difference_is_told_with_all_versions() {
        VersionTable table = VersionTable.of(
                SCHEDULER,
                List.of(SCHEDULER, new Versions(Map.of("python", "3.11.9.final.0", "dask", "2025.1.0"))),
                Optional.of(Map.of("python", "3.12.1", "dask", "2026.8.0", "numpy", "2.1.0")));

        assertThat(table.agrees()).isFalse();
        assertThat(table.warning())
                .contains(
                        "Versions differ, and functions or values may not survive the way: python is 3.11.2 on the scheduler, "
                                + "3.11.2 or 3.11.9 on workers, 3.12.1 here; dask is 2026.8.0 on the scheduler, 2025.1.0 or 2026.8.0 on "
                                + "workers, 2026.8.0 here; numpy is - on the scheduler, - on workers, 2.1.0 here. Give scheduler, workers "
                                + "and this machine the same versions; %kubecluster python --match gives Python cells those of the"
                                + " cluster.");
        assertThat(table.ofCluster()).isEqualTo(Map.of("python", "3.11.2", "dask", "2026.8.0"));
        assertThat(table.toString().lines())
                .containsExactly(
                        "             scheduler      workers                  here",
                        "python       3.11.2         3.11.2 or 3.11.9         3.12.1         differs",
                        "dask         2026.8.0       2025.1.0 or 2026.8.0     2026.8.0       differs",
                        "numpy        -              -                        2.1.0          differs");
    }

    @Test
    void where_all_agree_nothing_is_told() {
        VersionTable table = VersionTable.of(
                SCHEDULER, List.of(SCHEDULER), Optional.of(Map.of("python", "3.11.9", "dask", "2026.8.0")));

        assertThat(table.agrees()).as("a patch of Python is no difference").isTrue();
        assertThat(table.warning()).isEmpty();
    }

    @Test
    void a_machine_without_a_python_has_no_column() {
        assertThat(VersionTable.of(SCHEDULER, List.of(SCHEDULER), Optional.empty())
                        .toString())
                .doesNotContain("here");
    }

    @Test
    void a_python_that_does_not_run_tells_nothing() {
        assertThat(PythonPackages.of("/no/python")).isEmpty();
    }
}
