package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.JavaCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellPartsTest {
    @Test
    void a_cell_without_magics_is_java() {
        assertThat(parts("int x = 1;\nx")).containsExactly(java(1, "int x = 1;\nx"));
    }

    @Test
    void magics_and_java_are_mixed_in_their_order() {
        assertThat(parts("%time\nint x = 1;\n%kubecluster scale 3\nx"))
                .containsExactly(
                        magic(1, "time"),
                        java(1, "\nint x = 1;\n"),
                        magic(3, "kubecluster", "scale", "3"),
                        java(3, "\nx"));
    }

    @Test
    void a_cell_magic_has_all_lines_below_as_its_body() {
        assertThat(parts("%%dask --name demo\nimport dask\n\n%time\n"))
                .containsExactly(cellMagic(1, "import dask\n\n%time\n", "dask", "--name", "demo"));
    }

    @Test
    void a_cell_magic_may_follow_blank_lines() {
        assertThat(parts("\n  \n%%bash\nls")).containsExactly(cellMagic(3, "ls", "bash"));
    }

    @Test
    void a_cell_magic_may_have_no_body() {
        assertThat(parts("%%bash")).containsExactly(cellMagic(1, "", "bash"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String s = \"\"\"\n%time\n\"\"\";",
                "/*\n%time\n*/ int x;",
                "// comment\n// %time",
                "f(\n%time\n)",
                "void f() {\n%time\n}",
                "int r = total\n%count;",
                "int r = total\n  %count + 1;",
                "int r = total\n% time;",
                "String s = \"%time\";\nchar c = '%';",
                "String s = \"a\\\\\";  /*\n%time\n*/",
                "String s = \"\"\"\n  \\\"\"\"\n%time\n\"\"\";",
                "char c = '\"'; /*\n%time */"
            })
    void what_is_no_statement_is_no_magic(String code) {
        assertThat(parts(code)).containsExactly(java(1, code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int x = 1;\n%unknown",
                "void f() {}\n%unknown",
                "// comment\n%unknown",
                "/* comment */\n   %unknown",
                "String s = \"(\"; // (\n%unknown",
                "char c = '(';\n%unknown",
                "int x = 1 // no semicolon, but there is a magic of that name\n%time"
            })
    void a_line_where_a_statement_may_begin_is_a_magic(String code) {
        assertThat(parts(code)).hasSize(2).element(1).isInstanceOf(Call.class);
    }

    static final List<Arguments> WORDS = List.of(
            Arguments.of("%m a  b\tc", List.of("a", "b", "c")),
            Arguments.of("%m \"a b\" c", List.of("a b", "c")),
            Arguments.of("%m 'a b' c", List.of("a b", "c")),
            Arguments.of("%m --name=\"a b\"", List.of("--name=a b")),
            Arguments.of("%m \"\" c", List.of("", "c")),
            Arguments.of("%m C:\\dir\\x", List.of("C:\\dir\\x")),
            Arguments.of("%m \"C:\\dir\\x\\\\y\"", List.of("C:\\dir\\x\\\\y")),
            Arguments.of("%m \"say \\\"hi\\\"\"", List.of("say \"hi\"")),
            Arguments.of("%m '{\"a\": \"b c\"}'", List.of("{\"a\": \"b c\"}")),
            Arguments.of("%m don't", List.of("don't")),
            Arguments.of("%m a;  ", List.of("a;")),
            Arguments.of("%m", List.of()));

    @ParameterizedTest
    @FieldSource("WORDS")
    void arguments_are_as_typed(String line, List<String> arguments) {
        assertThat(parts(line)).containsExactly(magic(1, "m", arguments.toArray(String[]::new)));
    }

    static final List<Arguments> VARIABLES = List.of(
            Arguments.of("var home = %env HOME", "var", "home"),
            Arguments.of("  String home=%env HOME", "String", "home"),
            Arguments.of("final List<Map<String, ?>> home = %env HOME", "final List<Map<String, ?>>", "home"),
            Arguments.of("java.util.List<String>[] home = %env HOME", "java.util.List<String>[]", "home"),
            Arguments.of("home = %env HOME", "", "home"));

    @ParameterizedTest
    @FieldSource("VARIABLES")
    void a_variable_gets_the_value_of_a_magic(String line, String type, String variable) {
        assertThat(parts(line)).containsExactly(assigned(1, type, variable, "env", "HOME"));
    }

    @Test
    void the_text_of_a_magic_is_as_typed() {
        MagicCall call = (MagicCall) CellParts.of("%time  f(\"a  b\", 'c') ", new CellLine(7, 1), Set.of()::contains)
                .get(0);
        assertThat(call.text()).isEqualTo("f(\"a  b\", 'c')");
    }

    @Test
    void lines_may_end_as_on_windows() {
        assertThat(parts("%m a\r\nint x;\r\n%m b\r\n"))
                .containsExactly(magic(1, "m", "a"), java(1, "\r\nint x;\r\n"), magic(3, "m", "b"));
    }

    private static List<Object> parts(String code) {
        return CellParts.of(code, new CellLine(7, 1), Set.of("time")::contains).stream()
                .map(CellPartsTest::read)
                .toList();
    }

    private static Object read(Part part) {
        return part instanceof MagicCall call
                ? new Call(call.start().line(), call.name(), call.arguments(), call.body(), call.variable())
                : part;
    }

    private static Object java(int line, String text) {
        return new JavaPart(new JavaCode(text, new CellLine(7, line)));
    }

    private static Call magic(int line, String name, String... arguments) {
        return new Call(line, name, List.of(arguments), Optional.empty(), Optional.empty());
    }

    private static Call cellMagic(int line, String body, String name, String... arguments) {
        return new Call(line, name, List.of(arguments), Optional.of(body), Optional.empty());
    }

    private static Call assigned(int line, String type, String variable, String name, String... arguments) {
        return new Call(
                line, name, List.of(arguments), Optional.empty(), Optional.of(new MagicVariable(type, variable)));
    }

    record Call(
            int line, String name, List<String> arguments, Optional<String> body, Optional<MagicVariable> variable) {}
}
