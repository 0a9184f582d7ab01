package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where and in which order tasks run, and what can be done with many of them. */
@Timeout(180)
class SubmissionIT extends WithSharedDask {
    static final String WORKER = "import distributed\nworker = distributed.get_worker()\n";

    @ParameterizedTest
    @ValueSource(strings = {"w0", "w1"})
    void a_task_runs_on_the_worker_that_is_named_or_has_the_resource(String name) {
        String where = WORKER + "worker.name";
        assertThat(client.with().workers(name).runSource(where).result()).isEqualTo(name);
        assertThat(client.with().preferredWorkers(name).runSource(where).result())
                .isEqualTo(name);
        assertThat(client.with().resources(Map.of(name, 1)).runSource(where).result())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w0", "w1"})
    void all_that_comes_of_a_module_has_its_options(String name) {
        PythonObject worker = client.with().workers(name).module("distributed").call("get_worker");
        assertThat(worker.get("name").result()).isEqualTo(name);
    }

    @Test
    void a_task_waits_for_a_worker_unless_others_will_do() {
        try (DaskFuture waits = client.with().workers("absent").submit("int", 1)) {
            assertThatThrownBy(() -> waits.result(Duration.ofMillis(200))).isInstanceOf(DaskTimeoutException.class);
        }
        assertThat(client.with().preferredWorkers("absent").submit("int", 1).result())
                .isEqualTo(1L);
    }

    @Test
    void a_task_is_tried_again_as_often_as_allowed() {
        String source = WORKER + """
                worker.tries = getattr(worker, "tries", 0) + 1
                if worker.tries < 3:
                    raise ValueError("not yet")
                worker.tries
                """;
        Submission onOne = client.with().workers("w0");
        assertThatThrownBy(() -> onOne.runSource(source).result())
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("ValueError"));
        assertThat(onOne.retries(1).runSource(source).result()).isEqualTo(3L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> onOne.retries(-1))
                .withMessage("Retries -1: write zero or more.");
    }

    @Test
    void tasks_of_a_higher_priority_run_first(@TempDir Path directory) throws IOException {
        Submission onOne = client.with().workers("w1");
        String note = WORKER + "worker.order = getattr(worker, 'order', [])\nworker.order.append(name)";
        try (Gate gate = new Gate(directory)) {
            DaskFuture blocking = gate.hold(onOne);
            DaskFuture low = onOne.priority(-1).runSource(note, Map.of("name", "low"));
            DaskFuture usual = onOne.runSource(note, Map.of("name", "usual"));
            DaskFuture high = onOne.priority(10).runSource(note, Map.of("name", "high"));
            await("a worker that has all of them").until(() -> waitingAt("w1") == 3);
            gate.open();
            client.gather(List.of(blocking, low, usual, high));
        }
        assertThat(onOne.runSource(WORKER + "worker.order").result()).isEqualTo(List.of("high", "usual", "low"));
    }

    @Test
    void a_task_has_its_annotations() {
        String read = WORKER + "from distributed.worker import thread_state\n"
                + "worker.state.tasks[thread_state.key].annotations['origin']";
        assertThat(client.with()
                        .annotation("origin", Map.of("cell", 7))
                        .map(
                                "eval",
                                List.of(List.of("__import__('distributed').get_worker().state.tasks["
                                        + "__import__('distributed').worker.thread_state.key].annotations['origin']")),
                                Map.of()))
                .singleElement()
                .satisfies(future -> assertThat(future.result()).isEqualTo(Map.of("cell", 7L)));
        assertThat(client.with().annotation("origin", "b").runSource(read).result())
                .isEqualTo("b");
    }

    @Test
    void a_future_is_a_stage() throws Exception {
        DaskFuture three = client.submit("operator.add", 1, 2);
        CompletableFuture<Object> combined = three.thenCombine(
                        client.submit("operator.mul", three, 2), (a, b) -> (Object) List.of(a, b))
                .toCompletableFuture();
        assertThat(combined.get()).isEqualTo(List.of(3L, 6L));
        assertThatThrownBy(client.submit("operator.truediv", 1, 0)
                        .thenApply(x -> x)
                        .toCompletableFuture()::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(PythonException.class);
        assertThat(client.submit("operator.truediv", 1, 0)
                        .exceptionally(e -> -1L)
                        .toCompletableFuture()
                        .get())
                .isEqualTo(-1L);
    }

    @Test
    void stages_of_forgotten_futures_get_their_results_and_may_wait_for_others() {
        List<CompletableFuture<Object>> stages = IntStream.range(0, 50)
                .mapToObj(i -> client.submit("operator.add", i, 1)
                        .thenApply(sum -> client.submit("operator.neg", sum).result())
                        .toCompletableFuture())
                .toList();
        System.gc();
        for (int i = 0; i < 50; i++) {
            assertThat(stages.get(i).join()).isEqualTo(-1L - i);
        }
    }

    @Test
    void futures_come_in_the_order_in_which_they_end(@TempDir Path directory) throws IOException {
        try (Gate gate = new Gate(directory)) {
            DaskFuture slow = gate.hold(client.with().workers("w0"));
            DaskFuture failing = client.with().workers("w1").submit("operator.truediv", 1, 0);
            Iterator<DaskFuture> ended =
                    client.asCompleted(List.of(slow, failing)).iterator();
            assertThat((Object) ended.next()).isSameAs(failing);
            gate.open();
            assertThat((Object) ended.next()).isSameAs(slow);
            assertThat(ended).isExhausted();
            assertThat(client.progress(List.of(slow, failing)))
                    .isEqualTo(new TaskProgress(2, 1, 1, 0))
                    .hasToString("1 of 2 finished, 1 failed");
        }
    }

    @Test
    void the_wait_for_the_next_future_has_a_limit_and_can_be_interrupted(@TempDir Path directory) throws IOException {
        try (Gate gate = new Gate(directory)) {
            DaskFuture slow = gate.hold(client.with());
            assertThatThrownBy(() -> client.asCompleted(List.of(slow), Duration.ofMillis(50))
                            .iterator()
                            .next())
                    .isInstanceOf(DaskTimeoutException.class)
                    .hasMessage("1 of 1 tasks are not done after 0.05 s. Wait longer, add workers, or cancel them.");
            Thread.currentThread().interrupt();
            assertThatThrownBy(
                            () -> client.asCompleted(List.of(slow)).iterator().next())
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.progress(List.of(slow)).pending()).isEqualTo(1);
            slow.cancel();
            assertThat(client.asCompleted(List.of(slow))).containsExactly(slow);
            assertThat(client.progress(List.of(slow))).hasToString("0 of 1 finished, 1 cancelled");
        }
    }

    @Test
    void a_function_runs_on_the_workers_themselves() {
        assertThat(client.run("os.getpid"))
                .containsOnlyKeys("w0", "w1")
                .doesNotContainEntry("w0", client.run("os.getpid").get("w1"));
        assertThat(client.run(List.of("w1"), "int", List.of("ff"), Map.of("base", 16)))
                .isEqualTo(Map.of("w1", 255L));
        assertThatThrownBy(() -> client.run("operator.truediv", 1, 0))
                .isInstanceOf(PythonException.class)
                .hasMessageStartingWith(
                        "Function \"operator.truediv\" on worker \"w0\" failed: ZeroDivisionError('division by zero')");
        assertThatThrownBy(() -> client.run("fractions.Fraction", 1, 3))
                .hasMessage("Function \"fractions.Fraction\" on worker \"w0\" returned Fraction(1, 3), and a"
                        + " fractions.Fraction has no counterpart in Java. Call a function that returns text, numbers,"
                        + " lists, dicts or numpy arrays.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.run(List.of("w7"), "int", List.of(), Map.of()))
                .withMessage("Worker \"w7\" is not registered. Name some of [w0, w1].");
    }

    @Test
    void data_sets_are_shared_with_other_clients_and_with_python() {
        try (DaskClient other = DaskClient.builder(DASK.address()).connect()) {
            other.datasets().publish("answer", other.submit("operator.add", 40, 2));
        }
        assertThat(client.datasets().names()).contains("answer");
        assertThat(client.datasets().get("answer").result()).isEqualTo(42L);
        assertThat(client.runSource("import distributed\n"
                                + "with distributed.worker_client() as c: x = c.get_dataset('answer').result()\nx")
                        .result())
                .isEqualTo(42L);
        assertThatThrownBy(() -> client.datasets().publish("answer", client.submit("int", 1)))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("KeyError"));
        client.datasets().remove("answer");
        await("no data set").until(() -> client.datasets().names().isEmpty());
    }

    /** How many tasks a worker has that do not run yet, as of its last heartbeat. */
    private static int waitingAt(String worker) {
        return client.scheduler().identity().worker(worker).orElseThrow().ready();
    }
}
