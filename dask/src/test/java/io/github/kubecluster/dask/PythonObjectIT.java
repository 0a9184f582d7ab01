package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class PythonObjectIT extends WithSharedDask {
    @Test
    void an_array_of_dask_is_computed() {
        PythonObject da = client.module("dask.array");
        PythonObject ones = da.call("ones", List.of(100, 100, 100), Map.of("chunks", List.of(50, 50, 10)));
        assertThat(ones.call("mean").compute()).isEqualTo(1.0);
    }

    @Test
    void an_array_stays_the_same_array_whatever_is_made_of_it() {
        PythonObject random = client.module("dask.array.random")
                .call("random", 1000, Map.of("chunks", 100))
                .persist();
        PythonObject difference = random.op("-", random).call("sum");
        assertThat(difference.compute()).isEqualTo(0.0);
        assertThat(random.item(Python.slice(0, 3)).compute(double[].class)).hasSize(3);
    }

    @Test
    void a_data_frame_of_dask_is_grouped() {
        Table sales = Table.of(Map.of("name", List.of("a", "b", "a"), "x", new double[] {1, 2, 3}));
        PythonObject dd = client.module("dask.dataframe");
        PythonObject frame = dd.call("from_pandas", sales, Map.of("npartitions", 2));
        PythonObject sums = frame.call("groupby", "name").item("x").call("sum");
        assertThat(sums.compute(Table.class))
                .containsExactlyInAnyOrder(Map.of("name", "a", "x", 4.0), Map.of("name", "b", "x", 2.0));
    }

    @Test
    void a_table_is_a_data_frame_in_python_and_comes_back() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("text", Arrays.asList("a", null, "é"));
        columns.put("number", Arrays.asList(1L, 2L, 3L));
        columns.put("real", Arrays.asList(0.5, null, -1.0));
        columns.put("flag", List.of(true, false, true));
        columns.put("time", Arrays.asList(LocalDateTime.of(2026, 2, 3, 4, 5), null, LocalDateTime.MIN.withYear(2000)));
        columns.put("moment", Collections.nCopies(3, OffsetDateTime.of(2026, 2, 3, 4, 5, 6, 7, ZoneOffset.UTC)));
        columns.put("day", Collections.nCopies(3, LocalDate.of(2026, 2, 3)));
        Table table = Table.of(columns);
        String kinds = "def kinds(frame):\n    return [str(kind)[:15] for kind in frame.dtypes[1:]]";
        assertThat(client.runSource(kinds, "kinds", table).result())
                .isEqualTo(List.of("int64", "float64", "bool", "datetime64[ns]", "datetime64[ns, ", "object"));
        assertThat(client.submit("copy.copy", table).result()).isEqualTo(table);
        assertThat(client.submit("copy.copy", client.scatter(table)).result()).isEqualTo(table);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "pandas.Series([1, 2]); [{value=1}, {value=2}]",
                "pandas.Series([1.5], index=['k'], name='x'); [{index=k, x=1.5}]",
                "pandas.DataFrame({'c': pandas.Categorical(['a', 'b'])}); [{c=a}, {c=b}]",
                "pandas.DataFrame({1: [None]}); [{1=null}]",
                "pandas.DataFrame({'d': pandas.to_timedelta(['1s'])}); [{d=PT1S}]",
                "pandas.DataFrame({'t': pandas.to_datetime(['2026-02-03']).tz_localize('Europe/Paris')});"
                        + " [{t=2026-02-03T00:00+01:00}]",
                "[pandas.DataFrame({'u': pandas.array([2, None], 'UInt8')})]; [[{u=2}, {u=null}]]"
            })
    void frames_and_series_of_every_kind_are_tables(String expression, String table) {
        assertThat(client.runSource("import pandas\n" + expression).result()).hasToString(table);
    }

    @Test
    void a_frame_that_java_cannot_read_is_an_object() {
        assertThat(client.runSource("import pandas\npandas.DataFrame({'l': [[1]]})")
                        .result())
                .isInstanceOf(PythonObject.class)
                .hasToString("     l\n0  [1]");
    }

    @Test
    void attributes_items_and_calls_reach_everything() {
        PythonObject array = client.submit("numpy.arange", 6).object().call("reshape", 2, 3);
        assertThat(array.get("shape").result()).isEqualTo(List.of(2L, 3L));
        assertThat(array.item(Python.tuple(1, Python.slice(null, null, -1))).result())
                .isEqualTo(NumpyArray.of(5L, 4L, 3L));
        assertThat(client.module("fractions")
                        .get("Fraction")
                        .invoke(3, 6)
                        .get("denominator")
                        .result())
                .isEqualTo(2L);
        assertThat(client.module("math").get("pi").result()).isEqualTo(Math.PI);
        PythonObject builtins = client.module("builtins");
        assertThat(client.submit("sum", builtins.call("range", 4)).result()).isEqualTo(6L);
        assertThat(builtins.call("int", "ff", Map.of("base", 16)).result()).isEqualTo(255L);
        assertThat(builtins.call("len", Map.of("a", 1), Map.of()).result()).isEqualTo(1L);
    }

    @ParameterizedTest
    @CsvSource({"+, 9", "-, 5", "*, 14", "//, 3", "%, 1", "**, 49", "&, 2", "|, 7", "^, 5"})
    void operators_are_those_of_python(String operator, long result) {
        assertThat(client.submit("int", 7).object().op(operator, 2).result()).isEqualTo(result);
    }

    @Test
    void an_operator_that_python_has_not_is_refused() {
        PythonObject one = client.submit("int", 1).object();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.op("&&", 2))
                .withMessage("\"&&\" is not an operator. Write one of" + " != % & * ** + - / // < <= == > >= @ ^ |.");
    }

    @Test
    void a_result_without_counterpart_is_an_object() {
        PythonObject fraction = client.submit("fractions.Fraction", 1, 3).result(PythonObject.class);
        assertThat(fraction).hasToString("Fraction(1, 3)");
        assertThat(fraction.type()).isEqualTo("fractions.Fraction");
        assertThat(fraction.repr()).isEqualTo("Fraction(1, 3)");
        assertThat(fraction.op("*", 3).op("==", 1).result()).isEqualTo(true);
        assertThat(client.submit("dict", List.of(), Map.of("a", fraction)).result())
                .hasToString("{'a': Fraction(1, 3)}");
    }

    @Test
    void an_object_is_displayed_as_notebooks_of_python_do() {
        PythonObject array = client.module("dask.array").call("zeros", 3);
        assertThat(array.type()).isEqualTo("dask.array.core.Array");
        assertThat(array.display())
                .containsKeys("text/plain", "text/html")
                .hasEntrySatisfying("text/html", html -> assertThat(html).contains("<table"));
    }

    @Test
    void what_fails_is_told_where_it_is_waited_for() {
        PythonObject missing = client.module("dask.arrray").call("ones", 3).call("mean");
        assertThatThrownBy(missing::compute)
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("ModuleNotFoundError"));
        assertThatThrownBy(() -> client.module("math").call("sqrt", -1).result())
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("ValueError"));
    }
}
