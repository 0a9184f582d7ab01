package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableTest {
    static Stream<Arguments> columns() {
        return Stream.of(
                Arguments.of(new double[] {0.5, -1}, List.of(0.5, -1.0)),
                Arguments.of(new float[] {0.5f}, List.of(0.5)),
                Arguments.of(new long[] {1, Long.MIN_VALUE}, List.of(1L, Long.MIN_VALUE)),
                Arguments.of(new int[] {7}, List.of(7L)),
                Arguments.of(new short[] {-7}, List.of(-7L)),
                Arguments.of(new boolean[] {true, false, true}, List.of(true, false, true)),
                Arguments.of(new int[0], List.of()),
                Arguments.of(List.of(), List.of()),
                Arguments.of(Arrays.asList(1, null, 3L), Arrays.asList(1L, null, 3L)),
                Arguments.of(Arrays.asList(1, 0.5, null), Arrays.asList(1.0, 0.5, null)),
                Arguments.of(Arrays.asList(null, "", "é"), Arrays.asList(null, "", "é")),
                Arguments.of(Arrays.asList(null, null), Arrays.asList(null, null)),
                Arguments.of(Arrays.asList(false, null, true), Arrays.asList(false, null, true)),
                Arguments.of(List.of(LocalDate.of(1969, 12, 31)), List.of(LocalDate.of(1969, 12, 31))),
                Arguments.of(
                        List.of(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1)),
                        List.of(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1))),
                Arguments.of(
                        List.of(Instant.ofEpochSecond(5, 6)),
                        List.of(Instant.ofEpochSecond(5, 6).atOffset(ZoneOffset.UTC))));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void a_column_goes_into_arrow_and_comes_out(Object column, List<Object> values) throws Exception {
        Table table = ArrowReader.table(ArrowWriter.stream(Table.of(Map.of("x", column))));
        assertThat(table.names()).containsExactly("x");
        assertThat(table.column("x")).isEqualTo(values);
        assertThat(table).hasSize(values.size());
    }

    @Test
    void a_table_is_a_list_of_its_rows() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("name", List.of("a", "b"));
        columns.put("x", Arrays.asList(1L, null));
        Table table = Table.of(columns);
        assertThat(table.get(0)).isEqualTo(Map.of("name", "a", "x", 1L));
        assertThat(table).hasToString("[{name=a, x=1}, {name=b, x=null}]");
        assertThat(table.doubles("x")).containsExactly(1, Double.NaN);
        assertThat(Table.of(Map.of())).isEmpty();
    }

    @Test
    void a_table_does_not_change_with_the_array_it_was_made_of() {
        double[] column = {1};
        Table table = Table.of(Map.of("x", column));
        column[0] = 2;
        assertThat(table.doubles("x")).containsExactly(1);
    }

    @Test
    void what_is_no_column_is_refused() {
        refused(
                Map.of("x", Arrays.asList("a", 1)),
                "Column \"x\" holds values of several kinds, [texts, integers]. Make them one.");
        refused(
                Map.of("x", List.of(Locale.ROOT)),
                "Column \"x\" holds a java.util.Locale. Pass numbers, text, booleans, dates or times.");
        refused(
                Map.of("x", "text"),
                "Column \"x\" is a java.lang.String. Pass an array of numbers or booleans, or a collection.");
        Map<String, Object> uneven = new LinkedHashMap<>();
        uneven.put("x", new int[2]);
        uneven.put("y", List.of());
        refused(uneven, "A table's columns must have the same length, and these have \"x\" 2, \"y\" 0.");
    }

    private static void refused(Map<String, ?> columns, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Table.of(columns)).withMessage(message);
    }

    @Test
    void a_column_that_is_not_there_or_not_of_numbers_is_told() {
        Table table = Table.of(Map.of("x", List.of("a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.column("y"))
                .withMessage("There is no column \"y\". Name one of [x].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.doubles("x"))
                .withMessage("Column \"x\" holds a, which is no number. Read column(\"x\") instead.");
    }

    @Test
    void a_stream_that_ends_too_early_is_malformed() {
        byte[] stream = ArrowWriter.stream(Table.of(Map.of("x", new double[100])));
        assertThatThrownBy(() -> ArrowReader.table(Arrays.copyOf(stream, stream.length / 2)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageStartingWith("it sent a malformed table: ");
    }
}
