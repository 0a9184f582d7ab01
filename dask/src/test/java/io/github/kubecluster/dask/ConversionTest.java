package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConversionTest {
    static Stream<Arguments> exact() {
        return Stream.of(
                Arguments.of(3L, Long.class, 3L),
                Arguments.of(3L, Integer.class, 3),
                Arguments.of(3L, int.class, 3),
                Arguments.of(3L, Short.class, (short) 3),
                Arguments.of(3L, Byte.class, (byte) 3),
                Arguments.of(3L, Double.class, 3.0),
                Arguments.of(3L, Float.class, 3f),
                Arguments.of(3L, BigInteger.class, BigInteger.valueOf(3)),
                Arguments.of(3L, BigDecimal.class, BigDecimal.valueOf(3)),
                Arguments.of(3L, Object.class, 3L),
                Arguments.of(3.0, Integer.class, 3),
                Arguments.of(0.5, Float.class, 0.5f),
                Arguments.of((double) 0.1f, Float.class, 0.1f),
                Arguments.of(Double.NaN, Float.class, Float.NaN),
                Arguments.of(0.1, double.class, 0.1),
                Arguments.of("x", String.class, "x"),
                Arguments.of(true, boolean.class, true),
                Arguments.of(List.of(1L, 2.5), double[].class, new double[] {1, 2.5}),
                Arguments.of(List.of(1L, 2L), long[].class, new long[] {1, 2}),
                Arguments.of(NumpyArray.of(1, 2.5), double[].class, new double[] {1, 2.5}),
                Arguments.of(List.of(1L, 2L), int[].class, new int[] {1, 2}),
                Arguments.of(NumpyArray.of(1L), long[].class, new long[] {1}),
                Arguments.of(NumpyArray.of(1, 2), int[].class, new int[] {1, 2}),
                Arguments.of(NumpyArray.of(1L), int[].class, new int[] {1}),
                Arguments.of(NumpyArray.of(0.1f), float[].class, new float[] {0.1f}),
                Arguments.of(NumpyArray.of(0.5), float[].class, new float[] {0.5f}),
                Arguments.of(NumpyArray.of(true, false), long[].class, new long[] {1, 0}),
                Arguments.of(NumpyArray.of((short) -1), int[].class, new int[] {-1}),
                Arguments.of(Map.of("a", 1L), Map.class, Map.of("a", 1L)));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void a_value_that_fits_is_converted(Object value, Class<?> type, Object converted) {
        Object result = Conversion.exactly("k", value, type);
        assertThat(result).isEqualTo(converted);
    }

    static Stream<Arguments> inexact() {
        return Stream.of(
                Arguments.of(null, Integer.class, "None", "Integer"),
                Arguments.of(1L << 31, int.class, "2147483648", "int"),
                Arguments.of(128L, Byte.class, "128", "Byte"),
                Arguments.of(0.5, Long.class, "0.5", "Long"),
                Arguments.of(0.1, Float.class, "0.1", "Float"),
                Arguments.of((1L << 53) + 1, Double.class, "9007199254740993", "Double"),
                Arguments.of(BigInteger.TEN.pow(400), Double.class, "1" + "0".repeat(199) + "…", "Double"),
                Arguments.of(Double.NaN, Long.class, "NaN", "Long"),
                Arguments.of(Double.POSITIVE_INFINITY, BigDecimal.class, "Infinity", "BigDecimal"),
                Arguments.of("3", Integer.class, "\"3\"", "Integer"),
                Arguments.of(1L, Boolean.class, "1", "Boolean"),
                Arguments.of(true, Integer.class, "true", "Integer"),
                Arguments.of(3L, String.class, "3", "String"),
                Arguments.of(Arrays.asList(1L, null), double[].class, "[1, null]", "double[]"),
                Arguments.of(List.of(0.5), long[].class, "[0.5]", "long[]"),
                Arguments.of(
                        NumpyArray.of(1L << 31), int[].class, "numpy array of dtype \"<i8\" and shape [1]", "int[]"),
                Arguments.of(
                        NumpyArray.of(0.1), float[].class, "numpy array of dtype \"<f8\" and shape [1]", "float[]"),
                Arguments.of(NumpyArray.of(0.5), long[].class, "numpy array of dtype \"<f8\" and shape [1]", "long[]"));
    }

    @ParameterizedTest
    @MethodSource("inexact")
    void a_value_that_does_not_fit_is_refused(Object value, Class<?> type, String shown, String name) {
        assertThatThrownBy(() -> Conversion.exactly("k", value, type))
                .isExactlyInstanceOf(DaskException.class)
                .hasMessage("The result of task \"k\" is " + shown + ", which is not exactly a " + name
                        + ". Ask for result() and convert it yourself.");
    }
}
