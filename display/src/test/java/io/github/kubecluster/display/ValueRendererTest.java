package io.github.kubecluster.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetMetaDataImpl;
import javax.sql.rowset.RowSetProvider;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ValueRendererTest {
    record Person(String name, int age) {}

    record Pair(Object left, Object right) {}

    record Broken(int value) {
        @Override
        public int value() {
            throw new IllegalStateException("no value");
        }
    }

    static final Person ADA = new Person("Ada", 36);
    static final Person GRACE = new Person("Grace", 85);

    final List<String> failures = new ArrayList<>();
    final ValueRenderer renderer = new ValueRenderer((message, reason) -> failures.add(message));

    static final List<Arguments> TEXTS = List.of(
            Arguments.of("text\nof two lines", "text\nof two lines"),
            Arguments.of(1.5, "1.5"),
            Arguments.of('c', "c"),
            Arguments.of(List.of(), "[]"),
            Arguments.of(List.of(1, 2), "[1, 2]"),
            Arguments.of(new int[] {1, 2}, "[1, 2]"),
            Arguments.of(new Object[] {1, new String[] {"a", null}}, "[1, [a, null]]"),
            Arguments.of(List.of(new double[] {0.5}, Optional.of(new int[] {7})), "[[0.5], Optional[[7]]]"),
            Arguments.of(Optional.empty(), "Optional.empty"),
            Arguments.of(List.of("a\nb\u001b"), "[a\\nb\\u001b]"),
            Arguments.of(Map.of("a", new int[] {1}), "{a=[1]}"),
            Arguments.of(Map.of(), "{}"),
            Arguments.of(Stream.of(1), "a stream, not consumed; toList() has its elements"),
            Arguments.of(Arrays.asList(ADA, null), "[Person[name=Ada, age=36], null]"));

    @ParameterizedTest
    @FieldSource("TEXTS")
    void what_is_no_table_is_shown_as_text(Object value, String text) {
        assertThat(text(value)).isEqualTo(text);
    }

    @Test
    void a_stream_is_not_consumed() {
        Stream<Integer> stream = Stream.of(1, 2);
        renderer.render(stream);
        assertThat(stream.toList()).containsExactly(1, 2);
    }

    @Test
    void a_list_that_holds_itself_is_shown() {
        List<Object> list = new ArrayList<>(List.of(1));
        list.add(list);
        assertThat(text(list)).isEqualTo("[1, [itself]]");
    }

    @Test
    void short_elements_fill_lines() {
        String text = text(IntStream.range(0, 60).boxed().toList());
        assertThat(text).startsWith("[0, 1, 2, ").contains("25, 26,\n 27, 28").endsWith("58, 59]");
    }

    @Test
    void long_elements_have_a_line_each() {
        int[] row = IntStream.range(10, 24).toArray();
        assertThat(text(new int[][] {row, row})).isEqualTo("""
                [[10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
                 [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]]""");
    }

    @Test
    void of_many_elements_the_first_are_shown() {
        assertThat(text(Collections.nCopies(5000, 7)))
                .endsWith(" 7, … 4,000 more]")
                .hasLineCount(31);
    }

    @Test
    void a_long_text_is_cut() {
        assertThat(text("x".repeat(1_000_000))).isEqualTo("x".repeat(100_000) + "… (1,000,000 characters)");
    }

    @Test
    void records_in_a_list_are_rows() {
        assertThat(text(List.of(ADA, GRACE))).isEqualTo("""
                name   age
                ─────  ───
                Ada     36
                Grace   85""");
        assertThat(html(List.of(ADA, GRACE)))
                .isEqualTo("<table><thead><tr>"
                        + "<th style=\"text-align:left\">name</th><th style=\"text-align:right\">age</th>"
                        + "</tr></thead><tbody>"
                        + "<tr><td style=\"text-align:left\">Ada</td><td style=\"text-align:right\">36</td></tr>"
                        + "<tr><td style=\"text-align:left\">Grace</td><td style=\"text-align:right\">85</td></tr>"
                        + "</tbody></table>");
    }

    @Test
    void records_in_an_array_are_rows() {
        assertThat(text(new Person[] {ADA})).startsWith("name  age\n");
    }

    @Test
    void maps_in_a_list_are_rows_with_all_of_their_keys() {
        assertThat(text(List.of(ordered("a", 1, "b", "x"), ordered("b", null, "c", 2.5))))
                .isEqualTo("""
                a  b       c
                ─  ────  ───
                1  x
                   null  2.5""");
    }

    @Test
    void one_record_is_read_by_its_components() {
        assertThat(text(ADA)).isEqualTo("Person[name=Ada, age=36]");
        assertThat(html(ADA))
                .isEqualTo("<table><tbody>"
                        + "<tr><th style=\"text-align:left\">name</th><td style=\"text-align:left\">Ada</td></tr>"
                        + "<tr><th style=\"text-align:left\">age</th><td style=\"text-align:left\">36</td></tr>"
                        + "</tbody></table>");
    }

    @Test
    void a_map_is_read_by_its_keys() {
        assertThat(text(ordered("a", 1, "b", 22))).isEqualTo("{a=1, b=22}");
        assertThat(html(ordered("a", 1, "b", 22)))
                .isEqualTo("<table><tbody>"
                        + "<tr><th style=\"text-align:left\">a</th><td style=\"text-align:right\">1</td></tr>"
                        + "<tr><th style=\"text-align:left\">b</th><td style=\"text-align:right\">22</td></tr>"
                        + "</tbody></table>");
    }

    @Test
    void a_map_too_long_for_a_line_has_a_line_for_each_key() {
        Map<Integer, String> map = IntStream.range(8, 30)
                .boxed()
                .collect(Collectors.toMap(i -> i, i -> "value " + i, (a, b) -> a, TreeMap::new));
        assertThat(text(map)).startsWith("8   value 8\n9   value 9\n10  value 10\n");
    }

    @Test
    void a_map_of_lists_has_them_as_columns() {
        assertThat(text(ordered("n", List.of(1, 20), "word", List.of("one", "twenty", "many"))))
                .isEqualTo("""
                 n  word
                ──  ──────
                 1  one
                20  twenty
                    many""");
    }

    @Test
    void a_map_of_records_has_them_as_rows() {
        assertThat(text(ordered("first", ADA, "second", GRACE))).isEqualTo("""
                        name   age
                        ─────  ───
                first   Ada     36
                second  Grace   85""");
        assertThat(html(ordered("first", ADA, "second", GRACE)))
                .startsWith("<table><thead><tr><th></th><th style=\"text-align:left\">name</th>");
    }

    @Test
    void a_table_tells_how_many_rows_and_columns_there_are() {
        Map<String, Integer> wide = new LinkedHashMap<>();
        IntStream.range(0, 35).forEach(i -> wide.put("c" + i, i));
        String note = "50 of 1,234 rows are shown. 20 of 35 columns are shown.";
        assertThat(text(Collections.nCopies(1234, wide)).lines()).hasSize(53).endsWith(note);
        assertThat(html(Collections.nCopies(1234, wide))).endsWith("</tr></tbody></table><p>" + note + "</p>");
    }

    @Test
    void cells_are_readable_on_one_line() {
        assertThat(text(List.of(new Pair(new int[] {1, 2}, "a\nb"), new Pair(List.of(ADA), null))))
                .isEqualTo("""
                left                        right
                ──────────────────────────  ─────
                [1, 2]                      a\\nb
                [Person[name=Ada, age=36]]  null""");
    }

    @Test
    void long_cells_are_cut() {
        Pair pair = new Pair("x".repeat(2000), 1);
        assertThat(text(List.of(pair))).contains("x".repeat(60) + "… (2,000 characters)  ");
        assertThat(html(List.of(pair))).contains(">" + "x".repeat(300) + "… (2,000 characters)<");
    }

    @Test
    void html_in_values_and_names_is_text() {
        assertThat(html(List.of(Map.of("<b>", "<script>alert('x')</script>\""))))
                .contains(">&lt;b&gt;</th>")
                .contains(">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;</td>");
    }

    @Test
    void the_result_of_a_query_is_a_table() throws SQLException {
        assertThat(text(people(2))).isEqualTo("""
                NAME  AGE
                ────  ───
                P0     20
                P1     21""");
        assertThat(text(people(51))).endsWith("\nP49    69\nThe first 50 rows are shown; there are more.");
        assertThat(text(people(0))).isEqualTo("NAME  AGE\n────  ───\nThere are no rows.");
    }

    @Test
    void an_image_is_shown_in_its_size() throws IOException {
        DisplayData shown = renderer.render(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB));
        byte[] png = Base64.getDecoder().decode((String) shown.getData(MIMEType.IMAGE_PNG));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(4);
        assertThat(new Gson().toJsonTree(shown).getAsJsonObject().get("metadata"))
                .hasToString("{\"image/png\":{\"width\":4,\"height\":3}}");
        assertThat(shown.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Image of 4 × 3 pixels");
    }

    @Test
    void an_input_stream_is_not_read() {
        ByteArrayInputStream stream = new ByteArrayInputStream(new byte[] {1});
        renderer.render(stream);
        assertThat(stream.available()).isEqualTo(1);
    }

    @Test
    void what_is_registered_for_a_type_comes_first() {
        renderer.createRegistration(Record.class)
                .preferring(MIMEType.TEXT_HTML)
                .register((value, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<b>mine</b>"));
        assertThat(html(ADA)).isEqualTo("<b>mine</b>");
    }

    @Test
    void text_can_be_asked_for_as_another_type() {
        assertThat(renderer.renderAs("# x", "text/markdown").getData(MIMEType.TEXT_MARKDOWN))
                .isEqualTo("# x");
    }

    @Test
    void a_renderer_that_fails_leaves_the_text_and_tells_why() {
        renderer.createRegistration(Person.class).register((person, context) -> {
            throw new IllegalStateException("no colour");
        });
        assertThat(text(ADA)).isEqualTo("Person[name=Ada, age=36]");
        assertThat(failures)
                .containsExactly("A value of type \"Person\" cannot be shown as it should be, and is shown as text:"
                        + " java.lang.IllegalStateException: no colour");
    }

    @Test
    void a_record_that_cannot_be_read_is_shown_as_text() {
        assertThat(text(List.of(new Broken(1)))).isEqualTo("[Broken[value=1]]");
        assertThat(failures)
                .singleElement()
                .asString()
                .contains("value() failed: ")
                .contains("no value");
    }

    @Test
    void a_value_without_a_text_is_shown_by_its_type() {
        Object mute = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("mute");
            }
        };
        assertThat(text(mute)).endsWith(" without a text");
        assertThat(failures).hasSize(1);
    }

    @Test
    void a_table_can_be_longer_when_asked_for() {
        List<Person> people = Collections.nCopies(70, ADA);
        assertThat(String.valueOf(ValueRenderer.table(people, 100).getData(MIMEType.TEXT_PLAIN)))
                .hasLineCount(72);
        assertThatThrownBy(() -> ValueRenderer.table(1, 100))
                .hasMessage("Cannot show a value of type \"Integer\" as a table."
                        + " Give records or maps, a list of them, or the result of a query.");
    }

    private String text(Object value) {
        return String.valueOf(renderer.render(value).getData(MIMEType.TEXT_PLAIN));
    }

    private String html(Object value) {
        return String.valueOf(renderer.render(value).getData(MIMEType.TEXT_HTML));
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    private static ResultSet people(int count) throws SQLException {
        CachedRowSet rows = RowSetProvider.newFactory().createCachedRowSet();
        RowSetMetaDataImpl columns = new RowSetMetaDataImpl();
        columns.setColumnCount(2);
        columns.setColumnName(1, "NAME");
        columns.setColumnLabel(1, "NAME");
        columns.setColumnType(1, Types.VARCHAR);
        columns.setColumnName(2, "AGE");
        columns.setColumnLabel(2, "AGE");
        columns.setColumnType(2, Types.INTEGER);
        rows.setMetaData(columns);
        for (int i = count - 1; i >= 0; i--) {
            rows.moveToInsertRow();
            rows.updateString(1, "P" + i);
            rows.updateInt(2, 20 + i);
            rows.insertRow();
            rows.moveToCurrentRow();
        }
        rows.beforeFirst();
        return rows;
    }
}
