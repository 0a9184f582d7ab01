package io.github.kubecluster.dask;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts a result to the type that its user wants, exactly or not at all. */
final class Conversion {
    private static final Map<Class<?>, Function<BigDecimal, Object>> EXACT = Map.of(
            Byte.class, BigDecimal::byteValueExact,
            Short.class, BigDecimal::shortValueExact,
            Integer.class, BigDecimal::intValueExact,
            Long.class, BigDecimal::longValueExact,
            BigInteger.class, BigDecimal::toBigIntegerExact,
            BigDecimal.class, number -> number,
            Double.class, number -> exact(number, number.doubleValue()),
            Float.class, number -> exact(number, number.floatValue()));

    private static final Map<Class<?>, Function<NumpyArray, @Nullable Object>> ARRAYS = Map.of(
            double[].class, NumpyArray::toDoubles,
            float[].class, NumpyArray::toFloats,
            long[].class, NumpyArray::toLongs,
            int[].class, NumpyArray::toInts);

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            double.class, Double.class,
            float.class, Float.class,
            boolean.class, Boolean.class);

    private Conversion() {}

    /**
     * @param key the task whose result it is
     * @throws DaskException if {@code value} is null or not exactly a {@code type}
     */
    @SuppressWarnings("unchecked") // A primitive type's class is one of T too, and its box is what T means.
    static <T> T exactly(String key, @Nullable Object value, Class<T> type) {
        Class<?> wanted = BOXES.getOrDefault(type, type);
        try {
            Object converted = value == null ? null : convert(value, wanted);
            if (converted != null) {
                return (T) converted;
            }
            throw new DaskException(refusal(key, value, type));
        } catch (ArithmeticException | IllegalStateException e) {
            throw new DaskException(refusal(key, value, type), e);
        }
    }

    private static @Nullable Object convert(Object value, Class<?> wanted) {
        if (wanted.isInstance(value)) {
            return value;
        } else if (value instanceof Number number) {
            return convert(number, wanted);
        } else if (value instanceof NumpyArray array) {
            return ARRAYS.getOrDefault(wanted, none -> null).apply(array);
        } else if (value instanceof List<?> list && wanted == double[].class && numbers(list)) {
            return list.stream()
                    .mapToDouble(item -> (Double) convert(item, Double.class))
                    .toArray();
        } else if (value instanceof List<?> list && wanted == long[].class && numbers(list)) {
            return list.stream()
                    .mapToLong(item -> (Long) convert(item, Long.class))
                    .toArray();
        } else if (value instanceof List<?> list && wanted == int[].class && numbers(list)) {
            return list.stream()
                    .mapToInt(item -> (Integer) convert(item, Integer.class))
                    .toArray();
        }
        return null;
    }

    private static @Nullable Object convert(Number number, Class<?> wanted) {
        Function<BigDecimal, Object> exact = EXACT.get(wanted);
        if (exact == null) {
            return null;
        } else if (number instanceof Double real) {
            return Double.isFinite(real) ? exact.apply(new BigDecimal(real)) : notFinite(real, wanted);
        }
        return exact.apply(new BigDecimal(number.toString()));
    }

    private static @Nullable Object notFinite(Double number, Class<?> wanted) {
        return wanted == Float.class ? number.floatValue() : null;
    }

    private static Object exact(BigDecimal number, Number converted) {
        if (!Double.isFinite(converted.doubleValue())
                || new BigDecimal(converted.doubleValue()).compareTo(number) != 0) {
            throw new ArithmeticException(number + " is not " + converted);
        }
        return converted;
    }

    private static boolean numbers(List<?> list) {
        return list.stream().allMatch(Number.class::isInstance);
    }

    private static String refusal(String key, @Nullable Object value, Class<?> type) {
        String shown = value == null ? "None" : value instanceof String ? "\"" + value + "\"" : value.toString();
        return "The result of task \"" + key + "\" is "
                + (shown.length() > 200 ? shown.substring(0, 200) + "…" : shown)
                + ", which is not exactly a " + type.getSimpleName() + ". Ask for result() and convert it yourself.";
    }
}
