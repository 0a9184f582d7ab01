package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.SchedulerAddress;
import io.github.kubecluster.jupyter.ExecutionListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cells of Python get the versions of a cluster. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MatchingPythonIT {
    static final String PYTHON = DaskCellsIT.PYTHON;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    final ExecutionListener silent = ExecutionListener.silent();

    private static MatchingPython matching(Path directory, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.putAll(environment);
        return new MatchingPython(new Python(PYTHON, all), directory);
    }

    private static Python lastMonths(Map<String, String> environment) throws Exception {
        return matching(shared, environment)
                .with(Map.of("python", version(), "dask", "2026.7.0", "distributed", "2026.7.0"));
    }

    @Test
    void cells_run_with_the_versions_that_the_cluster_has_and_those_of_before_are_forgotten() throws Exception {
        try (RealScheduler scheduler = RealScheduler.start();
                DaskCells cells = new DaskCells(
                        new Python(PYTHON, System.getenv()),
                        () -> Optional.of(new Endpoint(scheduler.address(), Optional.<Credentials>empty(), () -> {
                            throw new AssertionError("no values travel");
                        })),
                        PythonRelay.none())) {
            cells.run("before = 1", silent);
            Python made = lastMonths(Map.of());
            cells.use(made);
            assertThat(cells.python()).isEqualTo(made);
            assertThat(cells.run("import distributed; distributed.__version__, 'before' in globals()", silent)
                            .orElseThrow()
                            .getData(MIMEType.TEXT_PLAIN))
                    .isEqualTo("('2026.7.0', False)");
        }
        assertThat(shared.toFile().list())
                .singleElement()
                .asString()
                .startsWith("python-" + version().replaceFirst("^(\\d+\\.\\d+).*", "$1") + "-dask-2026.7.0-");
        assertThat(lastMonths(Map.of("PIP_INDEX_URL", "http://127.0.0.1:1/")).program())
                .as("it is made once")
                .startsWith(shared.toString());
    }

    @Test
    void a_worker_of_another_version_computes_and_its_version_is_told() throws Exception {
        try (RealScheduler scheduler = RealScheduler.start();
                DaskClient client = DaskClient.builder(SchedulerAddress.parse(scheduler.address()))
                        .connect()) {
            Process worker = new ProcessBuilder(
                            lastMonths(Map.of()).program(),
                            "-m",
                            "distributed.cli.dask_worker",
                            "--name=other",
                            "--no-nanny",
                            "--nthreads=1",
                            scheduler.address())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertThat(client.with()
                                .workers("other")
                                .submit("operator.add", 1, 2)
                                .result(Duration.ofMinutes(2)))
                        .isEqualTo(3L);
                assertThat(client.scheduler().workerVersions().values())
                        .extracting(versions -> versions.packages().get("distributed"))
                        .hasSize(2)
                        .contains(
                                "2026.7.0",
                                client.scheduler().versions().packages().get("distributed"));
            } finally {
                worker.destroyForcibly();
            }
        }
    }

    @Test
    void a_python_that_is_not_here_is_told_with_what_was_looked_for() {
        assertThatThrownBy(() -> matching(directory, Map.of()).with(Map.of("python", "3.1.4", "dask", "2026.7.0")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The cluster runs Python 3.1, and here is none: neither python3.1 nor " + PYTHON
                        + " is one. Install it, or start the cluster with an image that has the Python of here.");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_index_that_does_not_answer_leaves_nothing_behind() {
        Map<String, String> unreachable = Map.of("PIP_INDEX_URL", "http://127.0.0.1:1/", "PIP_RETRIES", "0");
        assertThatThrownBy(() -> matching(directory, unreachable).with(Map.of("python", version(), "dask", "2026.7.0")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "(?s)Cannot make a Python with the cluster's versions: \".* pip install .*"
                                + "dask==2026\\.7\\.0 ipykernel ipywidgets pyarrow\" ended with exit code 1:\\n.*"
                                + "Look whether this machine reaches its package index, and has these versions for Python \".*\"\\.");
        assertThat(directory).isEmptyDirectory();
    }

    private static String version() throws IOException {
        Process python = new ProcessBuilder(PYTHON, "-c", "import platform; print(platform.python_version())").start();
        return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
