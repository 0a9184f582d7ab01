package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.SchedulerAddress;
import io.github.kubecluster.display.ValueRenderer;
import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.jupyter.ExecutionListener;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DaskCellsIT {
    static final String PYTHON = System.getProperty("root.directory") + "/.venv/bin/python";

    static RealScheduler first;
    static RealScheduler second;
    static Optional<Endpoint> current;
    static DaskCells cells;

    final Output output = new Output();

    @BeforeAll
    static void start() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        first = RealScheduler.start();
        second = RealScheduler.start();
        current = Optional.of(plain(first.address()));
        cells = new DaskCells(new Python(PYTHON, System.getenv()), () -> current);
    }

    @AfterAll
    static void close() {
        cells.close();
        first.close();
        second.close();
    }

    @Test
    void a_client_of_the_cluster_is_there() {
        assertThat(text(cells.run("client.scheduler.address", output)))
                .isEqualTo("'" + current.get().address() + "'");
    }

    @Test
    void a_computation_runs_on_the_cluster() {
        cells.run("import dask.array as da\narray = da.ones((100, 100), chunks=(10, 100))", output);
        assertThat(text(cells.run("float(array.mean().compute())", output))).isEqualTo("1.0");
    }

    @Test
    void what_is_printed_is_output_and_no_result() {
        assertThat(cells.run("print('hello')", output)).isEmpty();
        assertThat(output.text()).endsWith("hello\n");
    }

    @Test
    void a_result_keeps_its_html() {
        DisplayData shown = cells.run("client", output).orElseThrow();
        assertThat(shown.getData(MIMEType.TEXT_HTML).toString()).contains("<div");
        assertThat(output.types()).doesNotContain("execute_result");
    }

    @Test
    void an_object_on_a_worker_is_shown_to_java_as_to_python() {
        ValueRenderer renderer = new ValueRenderer((message, reason) -> {
            throw new AssertionError(message, reason);
        });
        PythonObjects.register(renderer);
        try (DaskClient client =
                DaskClient.builder(SchedulerAddress.parse(first.address())).connect()) {
            DisplayData shown = renderer.render(client.module("dask.array").call("ones", 3));
            assertThat(shown.getData(MIMEType.TEXT_HTML).toString()).contains("<table");
            assertThat(shown.getData(MIMEType.TEXT_PLAIN).toString()).startsWith("dask.array<");
        }
    }

    @Test
    void an_exception_keeps_its_name_and_its_traceback() {
        assertThatThrownBy(() -> cells.run("def divide():\n    return 1 / 0\ndivide()", output))
                .isInstanceOfSatisfying(CellFailure.class, exception -> {
                    assertThat(exception.name()).isEqualTo("ZeroDivisionError");
                    assertThat(exception.message()).isEqualTo("division by zero");
                    assertThat(String.join("\n", exception.lines())).contains("divide");
                });
        assertThat(output.types()).doesNotContain("error");
    }

    @Test
    void an_interrupt_reaches_python() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread cell = new Thread(() -> {
            try {
                cells.run("import time\nprint('waiting', flush=True)\ntime.sleep(601)", output);
            } catch (RuntimeException e) {
                failure.complete(e);
            }
        });
        cell.start();
        await("the cell to run").until(() -> output.text().endsWith("waiting\n"));
        cell.interrupt();
        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        CellFailure.class, failed -> assertThat(failed.name()).isEqualTo("KeyboardInterrupt"));
    }

    @Test
    void names_persist_when_the_cluster_changes_and_the_client_is_a_new_one() {
        try {
            cells.run("kept = 1", output);
            current = Optional.of(plain(second.address()));
            assertThat(text(cells.run("kept, client.scheduler.address", output)))
                    .isEqualTo("(1, '" + second.address() + "')");
        } finally {
            current = Optional.of(plain(first.address()));
        }
    }

    @Test
    void a_closed_cluster_is_forgotten_and_the_next_one_connected() {
        try {
            cells.run("before = client", output);
            current = Optional.empty();
            cells.forgetClosedCluster();
            current = Optional.of(plain(first.address()));
            assertThat(text(cells.run("before.status, client.status", output))).isEqualTo("('closed', 'running')");
        } finally {
            current = Optional.of(plain(first.address()));
        }
    }

    @Test
    void a_cell_without_a_cluster_says_how_to_start_one() {
        DaskCells lonely = new DaskCells(new Python(PYTHON, System.getenv()), Optional::empty);
        assertThatThrownBy(() -> lonely.run("1", output))
                .hasMessage("There is no cluster for the cell to compute on. Start one: %kubecluster start");
    }

    @Test
    void a_scheduler_that_does_not_answer_is_named() {
        Python hasty = new Python(PYTHON, with("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s"));
        try (DaskCells lonely = new DaskCells(hasty, () -> Optional.of(plain("tcp://127.0.0.1:1")))) {
            assertThatThrownBy(() -> lonely.run("1", output))
                    .hasMessage(
                            "Cannot connect Python to the scheduler at tcp://127.0.0.1:1: Timed out trying to connect"
                                    + " to tcp://127.0.0.1:1 after 1 s. Look at the cluster: %kubecluster status");
        }
    }

    @Test
    void a_python_that_is_not_there_is_named() {
        DaskCells lonely = new DaskCells(new Python("/no/such/python", System.getenv()), () -> current);
        assertThatThrownBy(() -> lonely.run("1", output))
                .hasMessage("There is no Python \"/no/such/python\" to run the cell with. "
                        + "Name one that has dask and ipykernel: kubecluster install --python PATH");
    }

    @Test
    void a_python_without_ipykernel_says_how_to_install_it(@TempDir Path directory) throws Exception {
        new ProcessBuilder(PYTHON, "-m", "venv", "--without-pip", directory.toString())
                .start()
                .waitFor();
        String bare = directory + "/bin/python";
        DaskCells lonely = new DaskCells(new Python(bare, System.getenv()), () -> current);
        assertThatThrownBy(() -> lonely.run("1", output))
                .hasMessage("Python \"" + bare + "\" has no module \"ipykernel_launcher\". Run: " + bare
                        + " -m pip install ipykernel \"dask[distributed]\"");
    }

    @Test
    void a_python_that_ended_is_started_again_by_the_next_cell() {
        try (DaskCells mortal = new DaskCells(new Python(PYTHON, System.getenv()), () -> current)) {
            assertThatThrownBy(() -> mortal.run("import os; os._exit(3)", output))
                    .hasMessageStartingWith("Kernel \"" + PYTHON + "\" ended with exit code 3.")
                    .hasMessageEndingWith("Run the %%dask cells again from the first one.");
            assertThat(text(mortal.run("client.status", output))).isEqualTo("'running'");
        }
    }

    @Test
    void closing_ends_python() {
        DaskCells closing = new DaskCells(new Python(PYTHON, System.getenv()), () -> current);
        String pid = text(closing.run("import os; os.getpid()", output));
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        closing.close();
        await("the end of Python").until(() -> !process.isAlive());
    }

    @Test
    void secrets_of_the_hub_stay_in_the_kernel() {
        Map<String, String> hub = with("JUPYTERHUB_API_TOKEN", "abc");
        hub.put("KUBECLUSTER_PYTHON", PYTHON);
        try (DaskCells own = new DaskCells(Python.of(hub), () -> current)) {
            assertThat(text(own.run("import os; 'JUPYTERHUB_API_TOKEN' in os.environ", output)))
                    .isEqualTo("False");
        }
    }

    static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(name, value);
        return environment;
    }

    static String text(Optional<DisplayData> result) {
        return result.orElseThrow().getData(MIMEType.TEXT_PLAIN).toString();
    }

    record Output(List<Message> published) implements ExecutionListener {
        Output() {
            this(new CopyOnWriteArrayList<>());
        }

        @Override
        public void published(Message message) {
            published.add(message);
        }

        @Override
        public String input(String prompt, boolean password) {
            return "";
        }

        List<String> types() {
            return published.stream().map(Message::type).toList();
        }

        String text() {
            return String.join(
                    "",
                    published.stream()
                            .map(message -> Json.text(message.content(), "text").orElse(""))
                            .toList());
        }
    }

    private static Endpoint plain(String address) {
        return new Endpoint(address, Optional.empty());
    }
}
