package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyArrayTest {
    @Test
    void doubles_and_longs_go_in_and_come_out() {
        assertThat(NumpyArray.of(0.5, -1).toDoubles()).containsExactly(0.5, -1);
        assertThat(NumpyArray.of(1L, Long.MIN_VALUE).toLongs()).containsExactly(1, Long.MIN_VALUE);
        assertThat(NumpyArray.of(1L, 2L).toDoubles()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "<i2, feff, -2",
        ">i2, fffe, -2",
        "|i1, fe, -2",
        "|u1, fe, 254",
        "|b1, 01, 1",
        "<u2, feff, 65534",
        "<u4, feffffff, 4294967294",
        "<i4, feffffff, -2",
        "<u8, 0100000000000000, 1"
    })
    void integers_of_every_size_are_read(String dtype, String hex, long element) {
        assertThat(new NumpyArray(dtype, List.of(), List.of(), bytes(hex)).toLongs())
                .containsExactly(element);
    }

    @ParameterizedTest
    @CsvSource({"<f4, 0000003f", ">f4, 3f000000", "<f8, 000000000000e03f", ">f8, 3fe0000000000000"})
    void floats_of_every_size_are_read(String dtype, String hex) {
        assertThat(new NumpyArray(dtype, List.of(), List.of(), bytes(hex)).toDoubles())
                .containsExactly(0.5);
    }

    @Test
    void elements_come_in_row_major_order_however_they_are_stored() {
        NumpyArray columns = new NumpyArray("|u1", List.of(2L, 3L), List.of(1L, 2L), bytes("000301040205"));
        assertThat(columns.toLongs()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void an_array_can_get_other_axes() {
        NumpyArray array = NumpyArray.of(1, 2, 3, 4, 5, 6.0).reshape(2, 3);
        assertThat(array.shape()).containsExactly(2L, 3L);
        assertThat(array.strides()).containsExactly(24L, 8L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> array.reshape(4))
                .withMessage("Numpy array of shape [2, 3] and strides [24, 8] cannot become one of shape [4].");
    }

    @Test
    void an_array_can_be_empty() {
        assertThat(NumpyArray.of(new double[0]).reshape(0, 7).toDoubles()).isEmpty();
    }

    @Test
    void arrays_with_the_same_elements_are_equal() {
        assertThat(NumpyArray.of(1L)).isEqualTo(NumpyArray.of(1L)).isNotEqualTo(NumpyArray.of(2L));
    }

    @Test
    void the_elements_cannot_be_changed() {
        assertThat(NumpyArray.of(1L).data().isReadOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f2", "<c16", "<M8[ns]", "<U1", "|S8", "<f16"})
    void elements_that_are_no_java_number_are_told(String dtype) {
        NumpyArray array = new NumpyArray(dtype, List.of(), List.of(), ByteBuffer.allocate(16));
        assertThatThrownBy(array::toDoubles)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("An element of dtype \"" + dtype + "\" is not a ");
    }

    @Test
    void an_unsigned_element_beyond_long_is_told() {
        NumpyArray array = new NumpyArray("<u8", List.of(), List.of(), bytes("ffffffffffffffff"));
        assertThatThrownBy(array::toLongs)
                .isInstanceOf(ArithmeticException.class)
                .hasMessageStartingWith("Element 18446744073709551615 of dtype \"<u8\"");
    }

    @ParameterizedTest
    @CsvSource({"2, 8, 15", "2, -8, 16", "-1, 8, 16", "2, 9223372036854775807, 16"})
    void an_array_that_does_not_fit_its_bytes_is_refused(long length, long stride, int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumpyArray("<f8", List.of(length), List.of(stride), ByteBuffer.allocate(bytes)))
                .withMessage("Numpy array of dtype \"<f8\", shape [" + length + "] and strides [" + stride
                        + "] does not fit its " + bytes + " bytes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "float64", "f8", "<f", "[('a', '<f8')]"})
    void a_dtype_that_cannot_be_read_is_refused(String dtype) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumpyArray(dtype, List.of(), List.of(), ByteBuffer.allocate(8)))
                .withMessage("Numpy dtype \"" + dtype + "\" cannot be read. Use numpy's short form, such as \"<f8\".");
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(Hex.bytes(hex));
    }
}
