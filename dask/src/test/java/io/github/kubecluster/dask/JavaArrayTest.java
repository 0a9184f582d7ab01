package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaArrayTest {
    private static final int MANY = 200_003;

    static Stream<Object> arrays() {
        Random random = new Random(11);
        short[] shorts = new short[MANY];
        boolean[] flags = new boolean[MANY];
        for (int i = 0; i < MANY; i++) {
            shorts[i] = (short) random.nextInt();
            flags[i] = random.nextBoolean();
        }
        float[] floats = new float[MANY];
        for (int i = 0; i < MANY; i++) {
            floats[i] = random.nextFloat();
        }
        return Stream.of(
                random.doubles(MANY).toArray(),
                random.longs(MANY).toArray(),
                random.ints(MANY).toArray(),
                floats,
                shorts,
                flags,
                new double[0]);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void what_is_written_in_pieces_is_what_numpy_has_as_a_whole(Object array) throws IOException {
        Frame frame = JavaArray.of(array).frame();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        frame.writeTo(written);

        byte[] whole = new byte[frame.length()];
        JavaArray.of(array).copy().data().get(whole);
        assertThat(written.toByteArray()).isEqualTo(whole);
    }

    @Test
    void a_copy_stays_when_the_java_array_changes_and_a_frame_does_not() {
        int[] array = {1, 2};
        NumpyArray copy = JavaArray.of(array).copy();
        Frame frame = JavaArray.of(array).frame();

        array[0] = 3;

        assertThat(copy.toInts()).containsExactly(1, 2);
        assertThat(Hex.text(frame.bytes())).isEqualTo("0300000002000000");
    }

    @Test
    void an_array_beyond_the_limit_of_messages_is_refused() {
        JavaArray large = new JavaArray("<i8", Long.BYTES, 300_000_000, (to, from) -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(large::frame)
                .withMessage("An array of 2400000000 bytes cannot be sent at once: no more than 2147483639 can."
                        + " Send it in parts.");
    }
}
