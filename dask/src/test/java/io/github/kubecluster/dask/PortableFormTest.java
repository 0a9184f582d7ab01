package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PortableFormTest {
    private static final List<Object> ONE = List.of("value", 1L);

    @Test
    void a_form_is_what_it_stands_for() throws IOException {
        assertThat(value(Arrays.asList("value", null))).isNull();
        assertThat(value(ONE)).isEqualTo(1L);
        assertThat(value(List.of("value", List.of(1L, 2L)))).isEqualTo(List.of(1L, 2L));
        assertThat(value(List.of("integer", "18446744073709551616"))).isEqualTo(BigInteger.ONE.shiftLeft(64));
        assertThat(value(List.of("list", List.of(ONE, List.of("set", List.of(ONE))))))
                .isEqualTo(List.of(1L, Set.of(1L)));
        assertThat(value(List.of("dict", List.of(List.of("value", "k"), ONE)))).isEqualTo(Map.of("k", 1L));
    }

    @Test
    void an_unknown_type_is_named() {
        assertThatThrownBy(() -> value(List.of("list", List.of(List.of("unknown", "pandas.DataFrame")))))
                .isInstanceOf(DaskException.class)
                .hasMessageStartingWith(
                        "The result of task \"k\" is, or holds, a pandas.DataFrame, which has no counterpart");
    }

    static Stream<Object> malformed() {
        return Stream.of("text", List.of(), List.of("value"), List.of("value", 1L, 2L), List.of("list", List.of(1L)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void anything_else_is_malformed(Object form) {
        assertThatThrownBy(() -> value(form)).isInstanceOf(MalformedMessageException.class);
    }

    private static Object value(Object form) throws IOException {
        return PortableForm.value("k", form);
    }
}
