package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of any kind, nested at random, are the same when they have been to Python and back. */
@Timeout(120)
class RoundTripIT {
    @RegisterExtension
    static final LocalDask DASK = LocalDask.shared();

    private static final int VALUES = 200;
    private static final int DEPTH = 4;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void values_survive_the_way_to_python_and_back(long seed) {
        Random random = new Random(seed);
        List<Object> values = IntStream.range(0, VALUES)
                .mapToObj(i -> value(random, DEPTH))
                .collect(Collectors.toCollection(ArrayList::new));
        try (DaskClient client = DaskClient.builder(DASK.address()).connect()) {
            List<DaskFuture> futures = client.map("toolz.functoolz.identity", values);
            List<?> back = client.gather(futures);
            for (int i = 0; i < VALUES; i++) {
                assertThat(comparable(back.get(i)))
                        .as("value %d of seed %d", i, seed)
                        .isEqualTo(comparable(values.get(i)));
            }
        }
    }

    private static Object value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 7 : 4);
        return switch (kind) {
            case 4 -> values(random, depth).toList();
            case 5 -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                values(random, depth).forEach(value -> map.put(key(random), value));
                yield map;
            }
            case 6 ->
                Stream.generate(() -> key(random))
                        .limit(random.nextInt(5))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
            default -> leaf(random);
        };
    }

    private static Stream<Object> values(Random random, int depth) {
        return Stream.generate(() -> value(random, depth - 1)).limit(random.nextInt(5));
    }

    private static Object key(Random random) {
        return random.nextBoolean() ? (Object) text(random) : (Object) random.nextLong();
    }

    private static Object leaf(Random random) {
        List<Supplier<Object>> leaves = List.of(
                () -> null,
                random::nextBoolean,
                random::nextLong,
                () -> (long) random.nextInt(10),
                () -> new BigInteger(200, random).add(BigInteger.ONE.shiftLeft(64)),
                () -> Double.longBitsToDouble(random.nextLong()),
                () -> List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE),
                () -> new BigDecimal(new BigInteger(80, random), random.nextInt(40) - 20),
                () -> text(random),
                () -> bytes(random),
                () -> new UUID(random.nextLong(), random.nextLong()),
                () -> day(random),
                () -> time(random),
                () -> LocalDateTime.of(day(random), time(random)),
                () -> OffsetDateTime.of(
                        day(random), time(random), ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1400) - 700))),
                () -> Duration.of(random.nextLong() >> 12, ChronoUnit.MICROS),
                () -> NumpyArray.of(random.doubles(random.nextInt(4)).toArray()),
                () -> NumpyArray.of(random.ints(6).toArray()).reshape(2, 3));
        return leaves.get(random.nextInt(leaves.size())).get();
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 0, Character.MAX_CODE_POINT + 1)
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(1, 1, 2).plusDays(random.nextInt(3_600_000));
    }

    private static LocalTime time(Random random) {
        return LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_000L + random.nextInt(1_000_000) * 1_000L);
    }

    /** Arrays are equal only to themselves. */
    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        } else if (value instanceof NumpyArray array) {
            return List.of(array.dtype(), array.shape(), ByteBuffer.wrap(bytes(array)));
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> comparable = new LinkedHashMap<>();
            map.forEach((key, item) -> comparable.put(key, comparable(item)));
            return comparable;
        } else if (value instanceof Set<?> set) {
            return set;
        }
        return value instanceof List<?> list
                ? list.stream().map(RoundTripIT::comparable).collect(Collectors.toCollection(ArrayList::new))
                : value;
    }

    private static byte[] bytes(NumpyArray array) {
        ByteBuffer data = array.data().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }
}
