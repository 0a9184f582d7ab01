package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.DaskFuture;
import io.github.kubecluster.dask.NumpyArray;
import io.github.kubecluster.dask.PythonObject;
import io.github.kubecluster.dask.SchedulerAddress;
import io.github.kubecluster.dask.Table;
import io.github.kubecluster.display.ValueRenderer;
import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.interpreter.Completions;
import io.github.kubecluster.interpreter.Word;
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
import java.util.concurrent.ConcurrentHashMap;
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
    static final Map<String, DaskClient> clients = new ConcurrentHashMap<>();

    final Output output = new Output();

    @BeforeAll
    static void start() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        first = RealScheduler.start();
        second = RealScheduler.start();
        current = Optional.of(plain(first.address()));
        cells = new DaskCells(new Python(PYTHON, System.getenv()), () -> current, PythonRelay.none());
    }

    @AfterAll
    static void close() {
        cells.close();
        clients.values().forEach(DaskClient::close);
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
    void an_interrupt_cancels_the_futures_of_this_cell_alone_and_tells_how_many() throws Exception {
        // Code that runs already goes on, and keeps the one thread of the worker.
        current = Optional.of(plain(second.address()));
        try {
            cells.run("import time\nearlier = client.submit(time.sleep, 602, pure=False)", output);
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread cell = new Thread(() -> {
                try {
                    cells.run("""
                            mine = [client.submit(time.sleep, 603, pure=False) for _ in range(3)]
                            print('submitted', flush=True)
                            client.gather(mine)""", output);
                } catch (RuntimeException e) {
                    failure.complete(e);
                }
            });
            cell.start();
            await("the futures to be submitted").until(() -> output.text().endsWith("submitted\n"));
            cell.interrupt();
            assertThat(failure.get())
                    .isInstanceOfSatisfying(
                            CellFailure.class,
                            failed -> assertThat(failed.name()).isEqualTo("KeyboardInterrupt"));
            assertThat(output.text()).endsWith("Cancelled 3 futures of this cell that had no result yet.\n");
            assertThat(text(cells.run("earlier.status, [future.status for future in mine]", output)))
                    .isEqualTo("('pending', ['cancelled', 'cancelled', 'cancelled'])");
        } finally {
            current = Optional.of(plain(first.address()));
        }
    }

    @Test
    void values_go_to_python_and_back() {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("count", 3);
        inputs.put("nothing", null);
        inputs.put("numbers", new double[] {1, 2.5});
        inputs.put("table", Table.of(Map.of("x", List.of(1, 2))));
        PythonCell.Result result =
                cells.run(new PythonCell("""
                        shown = count, nothing, type(numbers).__name__, type(table).__name__
                        twice = numbers * 2
                        total = int(table.x.sum())
                        mixed = {"a": [1, None, 2**70], 2: {b"x"}}
                        shown""", inputs, List.of("twice", "total", "mixed", "table", "nothing")), output);

        assertThat(text(result.shown())).isEqualTo("(3, None, 'ndarray', 'DataFrame')");
        assertThat(((NumpyArray) result.outputs().get("twice")).toDoubles()).containsExactly(2, 5);
        assertThat(result.outputs())
                .containsEntry("total", 3L)
                .containsEntry("nothing", null)
                .containsEntry("table", Table.of(Map.of("x", List.of(1L, 2L))));
        assertThat(result.outputs().get("mixed").toString()).startsWith("{a=[1, null, 1180591620717411303424], 2=[[B@");
    }

    @Test
    void futures_and_objects_live_on_in_the_other_language() {
        DaskClient java = current.get().client().get();
        PythonCell.Result result = cells.run(
                new PythonCell(
                        """
                        doubled = client.submit(lambda x: 2 * x, future)
                        lazy = array + 1
                        type(future).__name__, type(array).__name__""",
                        Map.of(
                                "future",
                                java.submit("operator.add", 1, 2),
                                "array",
                                java.module("dask.array").call("ones", 3)),
                        List.of("doubled", "lazy")),
                output);

        assertThat(text(result.shown())).isEqualTo("('Future', 'Array')");
        cells.run("del doubled, lazy", output);
        assertThat(((DaskFuture) result.outputs().get("doubled")).result()).isEqualTo(6L);
        PythonObject lazy = (PythonObject) result.outputs().get("lazy");
        assertThat(lazy.toString()).startsWith("dask.array<add, shape=(3,)");
        assertThat(lazy.call("sum").compute()).isEqualTo(6.0);
    }

    @Test
    void what_cannot_go_along_is_told_before_the_cell_runs() {
        assertThatThrownBy(() -> cells.run(new PythonCell("ran = 1", Map.of("x", new Object()), List.of()), output))
                .hasMessage(
                        "Cannot take \"x\" along to Python. A value of type java.lang.Object cannot be sent to Python."
                                + " Pass numbers, text, times, arrays, collections, maps or futures.");
        assertThatThrownBy(() -> cells.run(new PythonCell("ran = 1", Map.of("lambda", 1), List.of()), output))
                .hasMessage("Cannot take \"lambda\" along to Python. \"lambda\" is no name in Python."
                        + " Give the value another name in Java.");
        assertThat(text(cells.run("'ran' in globals()", output))).isEqualTo("False");
    }

    @Test
    void what_cannot_come_back_is_told() {
        assertThatThrownBy(() -> cells.run(new PythonCell("", Map.of(), List.of("absent")), output))
                .hasMessage("Cannot bring back \"absent\" from Python. Python has no variable \"absent\"."
                        + " Name one that the cell, or a cell before it, has set.");
    }

    @Test
    void python_completes_names_where_they_stand() {
        cells.run("wörter_of_this_cell = {'key': 1}", output);
        Completions found = new PythonLanguage(cells).complete("'𝄞'; wörter_of_th + 1", 18);
        assertThat(found.words().get(0))
                .extracting(Word::text, Word::kind)
                .containsExactly("wörter_of_this_cell", "instance");
        assertThat(List.of(found.start(), found.end())).containsExactly(6, 18);
    }

    @Test
    void python_explains_what_the_cursor_is_at() {
        cells.run("def halve(x):\n    'Returns a half.'\n    return x / 2", output);
        PythonLanguage python = new PythonLanguage(cells);
        assertThat(uncoloured(python.inspect("halve(1)", 3, false)))
                .contains("Signature: halve(x)", "Docstring: Returns a half.")
                .doesNotContain("return x / 2");
        assertThat(uncoloured(python.inspect("halve(1)", 3, true))).contains("return x / 2");
        assertThat(python.inspect("not_there", 3, false)).isNull();
    }

    @Test
    void before_the_first_cell_nothing_is_completed() {
        DaskCells quiet = new DaskCells(new Python(PYTHON, System.getenv()), () -> current, PythonRelay.none());
        assertThat(new PythonLanguage(quiet).complete("imp", 3).words()).isEmpty();
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
    void a_cluster_that_died_makes_room_for_the_next_one() throws Exception {
        RealScheduler mortal = RealScheduler.start();
        try {
            current = Optional.of(plain(mortal.address()));
            cells.run("lost = client; pending = client.submit(int, 1)", output);
        } finally {
            mortal.close();
            current = Optional.of(plain(first.address()));
        }
        assertThat(text(cells.run("lost.status, client.submit(int, 2).result()", output)))
                .isEqualTo("('closed', 2)");
        assertThat(output.text()).doesNotContain("Traceback");
    }

    @Test
    void a_cell_without_a_cluster_says_how_to_start_one() {
        DaskCells lonely = new DaskCells(new Python(PYTHON, System.getenv()), Optional::empty, PythonRelay.none());
        assertThatThrownBy(() -> lonely.run("1", output))
                .hasMessage("There is no cluster for the cell to compute on. Start one: %kubecluster start");
    }

    @Test
    void a_scheduler_that_does_not_answer_is_named() {
        Python hasty = new Python(PYTHON, with("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s"));
        try (DaskCells lonely =
                new DaskCells(hasty, () -> Optional.of(plain("tcp://127.0.0.1:1")), PythonRelay.none())) {
            assertThatThrownBy(() -> lonely.run("1", output))
                    .hasMessage(
                            "Cannot connect Python to the scheduler at tcp://127.0.0.1:1: Timed out trying to connect"
                                    + " to tcp://127.0.0.1:1 after 1 s. Look at the cluster: %kubecluster status");
        }
    }

    @Test
    void a_python_that_is_not_there_is_named() {
        DaskCells lonely =
                new DaskCells(new Python("/no/such/python", System.getenv()), () -> current, PythonRelay.none());
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
        DaskCells lonely = new DaskCells(new Python(bare, System.getenv()), () -> current, PythonRelay.none());
        assertThatThrownBy(() -> lonely.run("1", output))
                .hasMessage("Python \"" + bare + "\" has no module \"ipykernel_launcher\". Run: " + bare
                        + " -m pip install ipykernel \"dask[distributed]\"");
    }

    @Test
    void a_python_that_ended_is_started_again_by_the_next_cell() {
        try (DaskCells mortal = new DaskCells(new Python(PYTHON, System.getenv()), () -> current, PythonRelay.none())) {
            assertThatThrownBy(() -> mortal.run("import os; os._exit(3)", output))
                    .hasMessageStartingWith("Kernel \"" + PYTHON + "\" ended with exit code 3.")
                    .hasMessageEndingWith("Run the %%dask cells again from the first one.");
            assertThat(text(mortal.run("client.status", output))).isEqualTo("'running'");
        }
    }

    @Test
    void closing_ends_python() {
        DaskCells closing = new DaskCells(new Python(PYTHON, System.getenv()), () -> current, PythonRelay.none());
        String pid = text(closing.run("import os; os.getpid()", output));
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        closing.close();
        await("the end of Python").until(() -> !process.isAlive());
    }

    @Test
    void secrets_of_the_hub_stay_in_the_kernel() {
        Map<String, String> hub = with("JUPYTERHUB_API_TOKEN", "abc");
        hub.put("KUBECLUSTER_PYTHON", PYTHON);
        try (DaskCells own = new DaskCells(Python.of(hub), () -> current, PythonRelay.none())) {
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

    private static String uncoloured(DisplayData shown) {
        return shown.getData(MIMEType.TEXT_PLAIN).toString().replaceAll("\\u001b\\[[0-9;]*m", "");
    }

    private static DaskClient client(String address) {
        return DaskClient.builder(SchedulerAddress.parse(address)).connect();
    }

    private static Endpoint plain(String address) {
        return new Endpoint(address, Optional.empty(), () -> clients.computeIfAbsent(address, DaskCellsIT::client));
    }
}
