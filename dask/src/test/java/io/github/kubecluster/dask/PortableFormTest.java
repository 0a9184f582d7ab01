package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
    void dates_times_and_exact_numbers_are_read() throws IOException {
        assertThat(value(List.of("decimal", "1.50"))).isEqualTo(new BigDecimal("1.50"));
        assertThat(value(List.of("date", "2026-02-03"))).isEqualTo(LocalDate.of(2026, 2, 3));
        assertThat(value(List.of("time", "01:02:03.000004"))).isEqualTo(LocalTime.of(1, 2, 3, 4_000));
        assertThat(value(List.of("datetime", "2026-02-03T01:02:03"))).isEqualTo(LocalDateTime.of(2026, 2, 3, 1, 2, 3));
        assertThat(value(List.of("moment", "2026-02-03T01:02:03+05:30")))
                .isEqualTo(OffsetDateTime.of(2026, 2, 3, 1, 2, 3, 0, ZoneOffset.ofHoursMinutes(5, 30)));
        assertThat(value(List.of("duration", List.of(-86_400L, 5L)))).isEqualTo(Duration.ofSeconds(-86_400, 5));
        assertThat(value(List.of("uuid", "00000000-0000-0000-0000-000000000001")))
                .isEqualTo(new UUID(0, 1));
    }

    @Test
    void an_object_without_counterpart_is_left_to_who_asked() throws IOException {
        assertThat(PortableForm.value(List.of("object", "pandas.Index", "Index([1])"), (type, shown) -> type + shown))
                .isEqualTo("pandas.IndexIndex([1])");
    }

    static Stream<Object> malformed() {
        return Stream.of(
                "text",
                List.of(),
                List.of("value"),
                List.of("value", 1L, 2L),
                List.of("list", List.of(1L)),
                List.of("new", 1L),
                List.of("date", "yesterday"),
                List.of("integer", "one"),
                List.of("duration", List.of(1L)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void anything_else_is_malformed(Object form) {
        assertThatThrownBy(() -> value(form)).isInstanceOf(MalformedMessageException.class);
    }

    private static Object value(Object form) throws IOException {
        return PortableForm.value(form, (type, shown) -> type);
    }
}
