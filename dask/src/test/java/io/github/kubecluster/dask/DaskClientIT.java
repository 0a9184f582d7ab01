package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(180)
class DaskClientIT extends WithSharedDask {
    @Test
    void a_function_is_called_by_name() {
        assertThat(client.submit("operator.add", 1, 2).result()).isEqualTo(3L);
    }

    @Test
    void a_function_of_python_needs_no_module() {
        assertThat(client.submit("len", List.of(1, 2)).result()).isEqualTo(2L);
    }

    @Test
    void arguments_can_be_named() {
        assertThat(client.submit("int", List.of("ff"), Map.of("base", 16)).result())
                .isEqualTo(255L);
    }

    @Test
    void a_future_is_an_argument() {
        DaskFuture sum = client.submit("operator.add", 1, 2);
        DaskFuture product = client.submit("operator.mul", sum, 9);
        assertThat(client.submit("math.sqrt", client.submit("operator.add", product, -2))
                        .result())
                .isEqualTo(5.0);
    }

    @Test
    void a_future_is_an_argument_inside_of_collections() {
        DaskFuture one = client.submit("int", 1);
        assertThat(client.submit("repr", List.of(one, Map.of("a", List.of(one)), Set.of(one), "x"))
                        .result())
                .isEqualTo("[1, {'a': [1]}, {1}, 'x']");
        assertThat(client.submit("dict", List.of(), Map.of("k", List.of(one))).result())
                .isEqualTo(Map.of("k", List.of(1L)));
    }

    static Stream<Arguments> values() {
        Map<Object, Object> keys = new LinkedHashMap<>();
        keys.put(1, "int");
        keys.put(null, List.of(true));
        return Stream.of(
                Arguments.of(null, "None"),
                Arguments.of(true, "True"),
                Arguments.of(-7, "-7"),
                Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(BigInteger.TEN.pow(30), "1" + "0".repeat(30)),
                Arguments.of(0.5, "0.5"),
                Arguments.of("a 'quote' and é", "\"a 'quote' and é\""),
                Arguments.of(new byte[] {1, -1}, "b'\\x01\\xff'"),
                Arguments.of(new Object[] {1, "x"}, "[1, 'x']"),
                Arguments.of(new int[] {1, 2}, "array([1, 2], dtype=int32)"),
                Arguments.of(new double[] {0.5}, "array([0.5])"),
                Arguments.of(new boolean[] {true, false}, "array([ True, False])"),
                Arguments.of(new float[][] {{1}, {2}}, "[array([1.], dtype=float32), array([2.], dtype=float32)]"),
                Arguments.of(new BigDecimal("1.50"), "Decimal('1.50')"),
                Arguments.of(new UUID(0, 1), "UUID('00000000-0000-0000-0000-000000000001')"),
                Arguments.of(LocalDate.of(2026, 2, 3), "datetime.date(2026, 2, 3)"),
                Arguments.of(LocalTime.of(1, 2, 3, 4_000), "datetime.time(1, 2, 3, 4)"),
                Arguments.of(LocalDateTime.of(2026, 2, 3, 4, 5), "datetime.datetime(2026, 2, 3, 4, 5)"),
                Arguments.of(Instant.EPOCH, "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)"),
                Arguments.of(
                        OffsetDateTime.of(2026, 2, 3, 4, 5, 6, 0, ZoneOffset.ofHours(-1)),
                        "datetime.datetime(2026, 2, 3, 4, 5, 6,"
                                + " tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=82800)))"),
                Arguments.of(Duration.ofMillis(-1), "datetime.timedelta(days=-1, seconds=86399, microseconds=999000)"),
                Arguments.of(Python.tuple(1, List.of()), "(1, [])"),
                Arguments.of(Python.slice(1, null), "slice(1, None, None)"),
                Arguments.of(Arrays.asList(1, null, List.of()), "[1, None, []]"),
                Arguments.of(Set.of(1), "{1}"),
                Arguments.of(keys, "{1: 'int', None: [True]}"),
                Arguments.of(NumpyArray.of(1, 2.5).reshape(2, 1), "array([[1. ],\n       [2.5]])"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void values_arrive_in_python_as_they_are(Object value, String representation) {
        assertThat(client.submit("repr", value).result()).isEqualTo(representation);
        assertThat(client.submit("repr", client.scatter(value)).result()).isEqualTo(representation);
    }

    static Stream<Arguments> expressions() {
        Map<Object, Object> mixed = new HashMap<>();
        mixed.put("a", 1L);
        mixed.put(2L, Arrays.asList(null, 0.5));
        return Stream.of(
                Arguments.of("None", null),
                Arguments.of("True", true),
                Arguments.of("2**62", 1L << 62),
                Arguments.of("-2**70", BigInteger.ONE.shiftLeft(70).negate()),
                Arguments.of("0.5", 0.5),
                Arguments.of("'é'", "é"),
                Arguments.of("b'ab'", new byte[] {'a', 'b'}),
                Arguments.of("bytearray(b'ab')", new byte[] {'a', 'b'}),
                Arguments.of("[1, 'x', None, [2.5]]", Arrays.asList(1L, "x", null, List.of(2.5))),
                Arguments.of("(1, (2,))", List.of(1L, List.of(2L))),
                Arguments.of("{'a': 1, 2: (None, 0.5)}", mixed),
                Arguments.of("{1, 2}", Set.of(1L, 2L)),
                Arguments.of("frozenset([b'a'])", null),
                Arguments.of("__import__('decimal').Decimal('1.50')", new BigDecimal("1.50")),
                Arguments.of("datetime.date(2026, 2, 3)", LocalDate.of(2026, 2, 3)),
                Arguments.of("datetime.time(1, 2)", LocalTime.of(1, 2)),
                Arguments.of("[datetime.datetime(2026, 2, 3, 4, 5)]", List.of(LocalDateTime.of(2026, 2, 3, 4, 5))),
                Arguments.of(
                        "datetime.datetime(2026, 2, 3, tzinfo=datetime.timezone.utc)",
                        OffsetDateTime.of(2026, 2, 3, 0, 0, 0, 0, ZoneOffset.UTC)),
                Arguments.of(
                        "datetime.timedelta(days=-1, microseconds=7)",
                        Duration.ofDays(-1).plusNanos(7_000)),
                Arguments.of("__import__('uuid').UUID(int=1)", new UUID(0, 1)),
                Arguments.of("__import__('pandas').Timestamp(1)", LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1)),
                Arguments.of("__import__('pandas').NaT", null),
                Arguments.of("numpy.int64(3)", 3L),
                Arguments.of("numpy.float32(0.5)", 0.5),
                Arguments.of("numpy.bool_(True)", true),
                Arguments.of(
                        "{'n': numpy.int8(1), 's': {numpy.str_('x')}, 'big': [2**64]}",
                        Map.of("n", 1L, "s", Set.of("x"), "big", List.of(BigInteger.ONE.shiftLeft(64)))),
                Arguments.of("{'list': [1, numpy.arange(2.0)]}", Map.of("list", List.of(1L, NumpyArray.of(0, 1.0)))));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void results_arrive_in_java_as_they_are(String expression, Object value) {
        Object result =
                client.runSource("import datetime, numpy\n" + expression).result();
        if (!expression.startsWith("frozenset")) {
            assertThat(result).isEqualTo(value);
        } else {
            assertThat((Set<?>) result).singleElement().isEqualTo(new byte[] {'a'});
        }
    }

    @Test
    void a_numpy_array_arrives_intact() {
        NumpyArray array = client.submit("numpy.arange", 2_000_000).result(NumpyArray.class);
        assertThat(array.dtype()).isEqualTo("<i8");
        assertThat(array.shape()).containsExactly(2_000_000L);
        assertThat(array.toLongs()).isEqualTo(LongStream.range(0, 2_000_000).toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "numpy.arange(6.0).reshape(2, 3).T",
                "numpy.broadcast_to(numpy.array([1, 2, 3]), (2, 3))",
                "numpy.arange(12)[::3].reshape(2, 2)",
                "numpy.array([[1, 2]], dtype='>i2')",
                "numpy.array(7, dtype='u1')",
                "numpy.zeros((0, 3))",
                "numpy.asfortranarray(numpy.arange(4, dtype='f4').reshape(2, 2))"
            })
    void every_layout_of_an_array_is_read_in_row_major_order(String expression) {
        double[] elements = client.runSource("import numpy\n" + expression)
                .result(NumpyArray.class)
                .toDoubles();
        assertThat(client.runSource("import numpy\n(" + expression + ").ravel().astype(float).tolist()")
                        .result(double[].class))
                .isEqualTo(elements);
    }

    @Test
    void a_numpy_array_comes_back_as_it_was_sent() {
        NumpyArray array = NumpyArray.of(1L, 2L, 3L, 4L).reshape(2, 2);
        assertThat(client.submit("numpy.asarray", array).result()).isEqualTo(array);
        assertThat(client.submit("numpy.asarray", client.scatter(array)).result())
                .isEqualTo(array);
        assertThat(client.submit("sum", List.of(array)).result()).isEqualTo(array);
    }

    @Test
    void a_function_is_mapped_over_items() {
        List<DaskFuture> futures = client.map(
                "operator.mul",
                LongStream.range(0, 20).boxed().toList(),
                List.copyOf(LongStream.range(100, 120).boxed().toList()));
        assertThat(client.gather(futures))
                .isEqualTo(
                        LongStream.range(0, 20).map(i -> i * (100 + i)).boxed().toList());
        assertThat(client.gather(client.map("int", List.of(List.of("11", "ff")), Map.of("base", 16))))
                .containsExactly(17L, 255L);
        assertThat(client.map("abs", List.of())).isEmpty();
        assertThat(client.gather(List.of())).isEmpty();
    }

    @Test
    void collections_to_map_must_have_the_same_size() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.map("operator.add", List.of(1, 2), List.of(3)))
                .withMessage("Map of \"operator.add\": one collection has 2 items, another 1. Pass as many of each.");
    }

    @Test
    void python_text_has_the_value_of_its_last_expression() {
        String source = """
                def double(x):
                    return 2 * x
                double(n) + m
                """;
        DaskFuture n = client.submit("int", 20);
        assertThat(client.runSource(source, Map.of("n", n, "m", 2)).result()).isEqualTo(42L);
        assertThat(client.runSource("x = 1").result()).isNull();
        assertThat(client.runSource("def f(x, y):\n    return x - y", "f", n, 2).result())
                .isEqualTo(18L);
    }

    @Test
    void a_result_is_converted_exactly() {
        assertThat(client.submit("int", 3).result(Integer.class)).isEqualTo(3);
        assertThatThrownBy(() -> client.submit("float", "0.5").result(int.class))
                .isInstanceOf(DaskException.class)
                .hasMessageMatching("The result of task \"float-\\w+\" is 0.5, which is not exactly a int\\."
                        + " Ask for result\\(\\) and convert it yourself\\.");
    }

    @Test
    void a_failing_task_has_the_text_of_python() {
        DaskFuture future = client.runSource("""
                def divide(x):
                    return x / 0
                divide(1)
                """);
        assertThatThrownBy(future::result)
                .isInstanceOfSatisfying(PythonException.class, e -> {
                    assertThat(e.pythonType()).isEqualTo("ZeroDivisionError");
                    assertThat(e.pythonMessage()).isEqualTo("division by zero");
                })
                .hasMessageStartingWith(
                        "Task \"" + future.key() + "\" failed: ZeroDivisionError('division by zero')\n  File \"")
                .extracting(e -> ((DaskException) e).traceback())
                .asString()
                .contains("File \"<source>\", line 2, in divide");
        assertThat(future.status()).isEqualTo(DaskFuture.Status.ERROR);
        assertThat(future.done()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"pass; __source__.Odd; one", "def __reduce__(self): return int, ('x',); Exception; Odd('one')"})
    void an_exception_of_a_class_that_the_scheduler_does_not_know_is_told(String body, String type, String message) {
        DaskFuture future = client.runSource("class Odd(Exception):\n  " + body + "\nraise Odd('one')");
        assertThatThrownBy(future::result).isInstanceOfSatisfying(PythonException.class, e -> {
            assertThat(e.pythonType()).isEqualTo(type);
            assertThat(e.pythonMessage()).isEqualTo(message);
        });
    }

    @Test
    void a_task_that_needs_a_failing_one_names_it() {
        DaskFuture failing = client.submit("operator.truediv", 1, 0);
        DaskFuture dependent = client.submit("operator.add", failing, 1);
        assertThatThrownBy(dependent::result)
                .hasMessageStartingWith("Task \"" + dependent.key() + "\" has no result, because task \""
                        + failing.key() + "\", which it needs, failed: ZeroDivisionError(");
    }

    @Test
    void a_function_that_does_not_exist_is_told() {
        assertThatThrownBy(() -> client.submit("no_such_module.f").result())
                .hasMessageContaining("ModuleNotFoundError(\"No module named 'no_such_module'\")");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.submit("lambda x: x", 1))
                .withMessage("\"lambda x: x\" is not the name of a Python function. Write module and name, such as"
                        + " \"numpy.mean\".");
    }

    @Test
    void a_wait_can_have_a_limit(@TempDir Path directory) throws IOException {
        try (Gate gate = new Gate(directory);
                DaskFuture future = gate.hold(client.with())) {
            await("a scheduler that knows the task")
                    .until(() -> !state(future.key()).isEmpty());
            assertThatThrownBy(() -> future.result(Duration.ofMillis(100)))
                    .isInstanceOf(DaskTimeoutException.class)
                    .hasMessageMatching("Task \"" + future.key()
                            + "\" is not done: its state is \"(processing|waiting|queued)\", and the"
                            + " number of workers is 2. Wait longer, add workers, or cancel it.");
        }
    }

    @Test
    void a_wait_can_be_interrupted_and_the_task_is_cancelled() {
        DaskFuture future = client.submit("time.sleep", 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(future::result)
                .isInstanceOf(CancellationException.class)
                .hasMessage("Waiting for task \"" + future.key()
                        + "\" was interrupted, and the task is cancelled. Submit it again if you need it.");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(future.status()).isEqualTo(DaskFuture.Status.CANCELLED);
    }

    @Test
    void a_task_can_be_cancelled() {
        DaskFuture future = client.submit("time.sleep", 1);
        future.cancel();
        assertThat(future.status()).isEqualTo(DaskFuture.Status.CANCELLED);
        assertThatThrownBy(future::result)
                .hasMessage("Task \"" + future.key() + "\" was cancelled: this client asked for it. Submit it again.");
        await("a scheduler without the task").until(() -> state(future.key()).isEmpty());
    }

    @Test
    void a_closed_future_is_released() {
        DaskFuture future = client.submit("operator.add", 1, 2);
        future.result();
        assertThat(state(future.key())).isEqualTo("memory");
        future.close();
        await("a scheduler without the result").until(() -> state(future.key()).isEmpty());
        assertThatIllegalStateException()
                .isThrownBy(future::result)
                .withMessage(
                        "Future \"" + future.key() + "\" is closed, and its result released. Submit the task again.");
    }

    @Test
    void a_value_is_scattered_to_every_worker() {
        memoryManager("stop"); // every other second it takes copies away that no task asks for
        try {
            DaskFuture everywhere = client.broadcast(new double[100_000]);
            Fields holders = client.scheduler()
                    .calls()
                    .call(Request.of("who_has").with("keys", List.of(everywhere.key())))
                    .fields();
            assertThat(holders.get(everywhere.key()))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(2);
            assertThat(client.submit("numpy.size", everywhere).result()).isEqualTo(100_000L);
        } finally {
            memoryManager("start");
        }
    }

    private static void memoryManager(String order) {
        client.scheduler().calls().call(Request.of("amm_handler").with("method", order));
    }

    @Test
    void a_future_cannot_be_scattered() {
        DaskFuture future = client.submit("int", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.scatter(List.of(future)))
                .withMessage("Future \"" + future.key()
                        + "\" cannot be part of a value that is sent as it is. Pass its result.");
    }

    @Test
    void a_forgotten_future_is_released() {
        String key = client.submit("operator.add", 1, 2).key();
        await("a scheduler without the result").until(() -> {
            System.gc();
            return state(key).isEmpty();
        });
    }

    @Test
    void a_future_of_another_client_is_refused() {
        try (DaskClient other = DaskClient.builder(DASK.address()).connect()) {
            DaskFuture future = other.submit("int", 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.submit("abs", future))
                    .withMessage("Future \"" + future.key()
                            + "\" belongs to another client. Fetch its result there, and pass that.");
        }
    }

    @Test
    void the_scheduler_sees_the_client_until_it_is_closed() {
        DaskClient other =
                DaskClient.builder(DASK.address()).name("short-lived").connect();
        assertThat(other.id()).startsWith("short-lived-");
        for (int i = 0; i < 2; i++) {
            double before = lastSeen(other.id());
            await("a heartbeat").until(() -> lastSeen(other.id()) > before);
        }
        other.close();
        await("a scheduler without the client").until(() -> lastSeen(other.id()) == 0);
        assertThatIllegalStateException()
                .isThrownBy(() -> other.submit("int", 1))
                .withMessage("The client of scheduler \"" + DASK.address() + "\" is closed. Connect a new one.");
    }

    private static String state(String key) {
        return client.scheduler()
                .calls()
                .call(Request.of("get_task_status").with("keys", List.of(key)))
                .fields()
                .text(key);
    }

    /** When the scheduler heard of a client last, in seconds; zero if it does not know it. */
    private static double lastSeen(String id) {
        PythonValue lastSeen = PythonValue.call(
                PythonValue.global("builtins", "eval"),
                "lambda id, dask_scheduler=None: getattr(dask_scheduler.clients.get(id), 'last_seen', 0.0)");
        Object result = client.scheduler()
                .calls()
                .call(Request.of("run_function")
                        .with("function", PickleWriter.pickle(lastSeen))
                        .with("args", PickleWriter.pickle(PythonValue.tuple(id)))
                        .with("serializers", PayloadReader.SERIALIZERS))
                .fields()
                .get("result");
        try {
            return ((Number) PayloadReader.value((Serialized) result)).doubleValue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
