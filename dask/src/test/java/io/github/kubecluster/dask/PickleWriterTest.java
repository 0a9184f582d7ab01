package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The opcodes are those that {@code pickletools} of Python names. */
class PickleWriterTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(null, "4e"),
                Arguments.of(true, "88"),
                Arguments.of(false, "89"),
                Arguments.of(1, "4a01000000"),
                Arguments.of((short) -2, "4afeffffff"),
                Arguments.of(1L << 40, "8a06000000000001"),
                Arguments.of(Long.MIN_VALUE, "8a080000000000000080"),
                Arguments.of(BigInteger.ONE.shiftLeft(8 * 255), "8b00010000" + "00".repeat(255) + "01"),
                Arguments.of(0.5, "473fe0000000000000"),
                Arguments.of(0.5f, "473fe0000000000000"),
                Arguments.of("é", "5802000000c3a9"),
                Arguments.of(new byte[] {1, 2}, "42020000000102"),
                Arguments.of(List.of(true), "5d288865"),
                Arguments.of(new Double[] {0.5}, "5d28473fe000000000000065"),
                Arguments.of(new char[] {'h', 'i'}, "58020000006869"),
                Arguments.of(Set.of(true), "8f288890"),
                Arguments.of(Map.of(true, false), "7d28888975"),
                Arguments.of(PythonValue.tuple(true), "288874"),
                Arguments.of(PythonValue.global("math", "pi"), "636d6174680a70690a"),
                Arguments.of(PythonValue.call(PythonValue.global("m", "f"), true), "636d0a660a28887452"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_is_written(Object value, String hex) {
        assertThat(Hex.text(PickleWriter.pickle(value))).isEqualTo("8004" + hex + "2e");
    }

    @Test
    void a_graph_is_written_as_schedulers_were_seen_to_accept_it() {
        PythonValue task = PythonValue.tuple(
                PythonValue.global("dask.utils", "apply"),
                PythonValue.global("toolz.functoolz", "apply"),
                List.of(PythonValue.tuple(PythonValue.global("pkgutil", "resolve_name"), "operator.add"), 1, 2),
                Map.of());
        PythonValue graph = PythonValue.call(PythonValue.global("dask._expr", "LLGExpr"), Map.of("k", task));
        assertThat(new String(PickleWriter.pickle(graph), StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        "\u0080\u0004cdask._expr\nLLGExpr\n(}(X\1\0\0\0k(cdask.utils\napply\nctoolz.functoolz\napply\n"
                                + "]((cpkgutil\nresolve_name\nX\f\0\0\0operator.addtJ\1\0\0\0J\2\0\0\0e}(ututR.");
    }

    @Test
    void a_value_that_python_does_not_know_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PickleWriter.pickle(List.of(Locale.ROOT)))
                .withMessage("A value of type java.util.Locale cannot be sent to Python."
                        + " Pass numbers, text, times, arrays, collections, maps or futures.");
    }

    @Test
    void a_large_array_is_a_frame_of_its_own_where_that_is_allowed() {
        double[] large = new double[10_000];
        large[9_999] = 1;
        List<Frame> buffers = new ArrayList<>();
        byte[] pickle = PickleWriter.pickle(List.of(large, new double[] {1}), buffers);
        assertThat(pickle).hasSizeLessThan(300);
        assertThat(NumpyArray.of(large).data())
                .isEqualTo(ByteBuffer.wrap(buffers.get(0).bytes()));
        assertThat(buffers).hasSize(1);
        assertThat(PickleWriter.pickle(large)).hasSizeGreaterThan(large.length * Double.BYTES);
    }

    static Stream<Arguments> moments() {
        return Stream.of(
                Arguments.of(
                        Instant.ofEpochSecond(0, 1),
                        "Time 1970-01-01T00:00:00.000000001 cannot be sent: Python's times have microseconds."
                                + " Truncate it, as with truncatedTo(ChronoUnit.MICROS)."),
                Arguments.of(
                        LocalDate.of(10_000, 1, 1),
                        "Date +10000-01-01 cannot be sent: Python's years are 1 to 9999. Send it as text."));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void a_time_that_python_cannot_hold_is_refused(Object moment, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PickleWriter.pickle(moment))
                .withMessage(message);
    }

    @Test
    void a_value_that_holds_itself_is_refused() {
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PickleWriter.pickle(loop))
                .withMessage("A value is nested more than 200 deep, or holds itself. Pass a flatter one.");
    }
}
