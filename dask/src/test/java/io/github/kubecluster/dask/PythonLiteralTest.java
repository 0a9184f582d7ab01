package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
    @Test
    void numbers_are_numbers() {
        assertThat(PythonLiteral.interpret("12")).isEqualTo(12L);
        assertThat(PythonLiteral.interpret("-1_000")).isEqualTo(-1000L);
        assertThat(PythonLiteral.interpret("0x1F")).isEqualTo(31L);
        assertThat(PythonLiteral.interpret("1.5e3")).isEqualTo(1500.0);
        assertThat(PythonLiteral.interpret(".5")).isEqualTo(0.5);
        assertThat(PythonLiteral.interpret("1" + "0".repeat(20))).isEqualTo(new BigInteger("1" + "0".repeat(20)));
    }

    @Test
    void truth_and_nothing_are_written_as_in_python_or_yaml() {
        assertThat(List.of("True", "true", "TRUE"))
                .allSatisfy(text -> assertThat(PythonLiteral.interpret(text)).isEqualTo(true));
        assertThat(List.of("None", "null", "none"))
                .allSatisfy(text -> assertThat(PythonLiteral.interpret(text)).isNull());
    }

    @Test
    void quotes_and_escapes_are_taken_off() {
        assertThat(PythonLiteral.interpret("'a' \"b\\n\\x41\" r'\\n'")).isEqualTo("ab\nA\\n");
        assertThat(PythonLiteral.interpret("'''it's'''")).isEqualTo("it's");
    }

    @Test
    void lists_tuples_and_mappings_nest() {
        assertThat(PythonLiteral.interpret("[1, (2, 'x'), {'a': None, },]"))
                .isEqualTo(Arrays.asList(1L, List.of(2L, "x"), Collections.singletonMap("a", (Object) null)));
        assertThat(PythonLiteral.interpret("1, 2")).isEqualTo(List.of(1L, 2L));
        assertThat(PythonLiteral.interpret("{}")).isEqualTo(Map.of());
        assertThat(PythonLiteral.interpret("()")).isEqualTo(List.of());
        assertThat(PythonLiteral.interpret("(1)")).isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dask-{user}-{uuid}",
                "ghcr.io/dask/dask:1",
                "01",
                "1a",
                "1 2",
                "--1",
                "[1",
                "nan",
                "a,b",
                "6GB",
                "1.2.3"
            })
    void anything_else_stays_text(String text) {
        assertThat(PythonLiteral.interpret(text)).isEqualTo(text);
    }

    @Test
    void a_long_text_is_read_as_well() {
        String text = "x y ".repeat(50_000);

        assertThat(PythonLiteral.interpret("'" + text + "'")).isEqualTo(text);
        assertThat(PythonLiteral.interpret("\"\"\"" + text + "\"\"\"")).isEqualTo(text);
        assertThat(PythonLiteral.interpret("[" + " ".repeat(50_000) + "]")).isEqualTo(List.of());
    }
}
