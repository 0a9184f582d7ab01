package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the network, workers and tasks can do to a client; it always ends in a clear state. */
@Timeout(600)
class FaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** 100,000 take minutes: {@code -Ddask.futures=100000 -Djunit.jupiter.execution.timeout.mode=disabled}. */
    private static final int FUTURES = Integer.getInteger("dask.futures", 10_000);

    private static final int ROUNDS = 10;

    @RegisterExtension
    static final LocalDask DASK = LocalDask.shared();

    @TempDir
    Path directory;

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @Test
    void a_task_whose_worker_is_killed_runs_again_on_another() {
        try (LocalDask dask = LocalDask.withWorkers("dies", "lives").start()) {
            dask.awaitWorkers(SocketFactory.getDefault());
            try (DaskClient client = DaskClient.builder(dask.address()).connect()) {
                Path begun = directory.resolve("begun");
                DaskFuture task =
                        client.with().preferredWorkers("dies").runSource("""
                                import distributed, pathlib, time
                                name = distributed.get_worker().name
                                if name == "dies":
                                    pathlib.Path(begun).touch()
                                    time.sleep(600)
                                name""", Map.of("begun", begun.toString()));
                await("the task to run").until(() -> Files.exists(begun));

                dask.killWorker("dies");

                assertThat(task.result(PATIENCE)).isEqualTo("lives");
            }
        }
    }

    @Test
    void what_is_asked_for_while_nothing_passes_for_half_a_minute_is_done_afterwards() throws Exception {
        try (StallingProxy network = new StallingProxy(DASK.address());
                DaskClient client = DaskClient.builder(network.address()).connect()) {
            DaskFuture before = client.submit("time.sleep", 0.1);
            network.cut();
            long start = System.nanoTime();
            DaskFuture meanwhile = client.submit("operator.add", 1, 2);
            network.awaitHeld();
            assertThatThrownBy(() -> meanwhile.result(Duration.ofSeconds(30).minusNanos(System.nanoTime() - start)))
                    .isInstanceOf(DaskTimeoutException.class);
            network.mend();

            assertThat(meanwhile.result(PATIENCE)).isEqualTo(3L);
            assertThat(before.result(PATIENCE)).isNull();
        }
    }

    @Test
    void a_result_of_a_gigabyte_arrives() {
        try (DaskClient client = DaskClient.builder(DASK.address()).connect();
                DaskFuture ones = client.submit("numpy.ones", 125_000_000)) {
            NumpyArray array = (NumpyArray) ones.result();
            assertThat(array.shape()).containsExactly(125_000_000L);
            assertThat(array.data().limit()).isEqualTo(1_000_000_000);
            assertThat(array.data().getDouble(999_999_992)).isEqualTo(1.0);
        }
    }

    @Test
    void many_futures_leave_neither_threads_nor_memory() {
        List<Integer> numbers = IntStream.range(0, FUTURES / ROUNDS).boxed().toList();
        try (LocalDask dask = LocalDask.withWorkers("w0", "w1").start();
                DaskClient client = DaskClient.builder(dask.address()).connect()) {
            compute(client, numbers);
            long threads = ownThreads();
            long memory = memory();

            for (int i = 1; i < ROUNDS; i++) {
                compute(client, numbers);
            }

            await("the threads to end").until(() -> ownThreads() <= threads);
            await("the memory to be free").until(() -> memory() < memory + (16 << 20));
            await("the scheduler to forget").until(() -> keys(client).isEmpty());
        }
    }

    /** Counts the threads but those of the tests themselves. */
    private static long ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .count();
    }

    private static void compute(DaskClient client, List<Integer> numbers) {
        List<DaskFuture> squares = client.map("operator.neg", numbers);
        assertThat(client.gather(squares)).hasSameSizeAs(numbers).endsWith(1L - numbers.size());
        squares.forEach(DaskFuture::close);
    }

    private static long memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void an_exception_that_cannot_be_unpickled_is_told_all_the_same() {
        try (DaskClient client = DaskClient.builder(DASK.address()).connect()) {
            DaskFuture failing = client.runSource("""
                    class Odd(Exception):
                        def __reduce__(self):
                            return int, ("not a number",)

                    raise Odd("the reason")""");
            assertThatThrownBy(() -> failing.result(PATIENCE))
                    .isInstanceOf(PythonException.class)
                    .hasMessageContaining("the reason");
            assertThat(client.submit("operator.add", 1, 2).result(PATIENCE)).isEqualTo(3L);
        }
    }

    @Test
    void closing_a_client_releases_its_keys() {
        try (DaskClient watching = DaskClient.builder(DASK.address()).connect()) {
            DaskClient leaving = DaskClient.builder(DASK.address()).connect();
            DaskFuture kept = leaving.submit("operator.add", 1, 2);
            kept.result(PATIENCE);
            assertThat(keys(watching)).contains(kept.key());
            leaving.close();
            await("the key to be released").until(() -> !keys(watching).contains(kept.key()));
        }
    }

    @Test
    void a_future_of_another_client_outlives_it() {
        try (DaskClient taking = DaskClient.builder(DASK.address()).connect()) {
            DaskFuture taken;
            try (DaskClient leaving = DaskClient.builder(DASK.address()).connect()) {
                DaskFuture made = leaving.submit("operator.add", 1, 2);
                taken = taking.future(made.key());
                assertThat(taken.result(PATIENCE)).isEqualTo(3L);
            }
            assertThat(taking.future(taken.key()).result(PATIENCE)).isEqualTo(3L);
            assertThat(taken.result(PATIENCE)).isEqualTo(3L);
        }
    }

    private static List<String> keys(DaskClient client) {
        return client.scheduler().calls().call(Request.of("who_has")).fields().map().keySet().stream()
                .map(String::valueOf)
                .toList();
    }
}
