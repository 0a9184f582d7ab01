package io.github.kubecluster.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.interpreter.Completeness.Status;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class CompletionTest {
    static JavaInterpreter interpreter;

    @BeforeAll
    static void start() {
        interpreter = new JavaInterpreter(JavaInterpreterTest.JDK);
        interpreter.run(interpreter.split(new JavaCode("int answer = 42;", new CellLine(1, 1))));
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    /** What is typed, with | at the cursor; a completion; what the cell is with it. */
    static final List<Arguments> COMPLETIONS = List.of(
            Arguments.of("StringBui|", "StringBuilder", "StringBuilder"),
            Arguments.of("\"a\".isEmp|", "isEmpty()", "\"a\".isEmpty()"),
            Arguments.of("ans|", "answer", "answer"),
            Arguments.of("int x = ans|;", "answer", "int x = answer;"),
            Arguments.of("int first = 1;\nfir|", "first", "int first = 1;\nfirst"),
            Arguments.of("var list = List.of(1);\nlist.siz|", "size()", "var list = List.of(1);\nlist.size()"),
            Arguments.of(
                    "record Pair(int left) {}\nnew Pair(1).le|",
                    "left()",
                    "record Pair(int left) {}\nnew Pair(1).left()"),
            Arguments.of(
                    "void f() { }\nString text = \"\";\ntext.isBl|",
                    "isBlank()",
                    "void f() { }\nString text = \"\";\ntext.isBlank()"),
            Arguments.of(
                    "for (int i = 0; i < 3; i++) {\n  System.out.printl|",
                    "println(",
                    "for (int i = 0; i < 3; i++) {\n  System.out.println("));

    @ParameterizedTest
    @FieldSource("COMPLETIONS")
    void what_is_being_typed_is_completed(String typed, String completion, String completed) {
        int cursor = typed.indexOf('|');
        Completions found = interpreter.complete(typed.substring(0, cursor));
        assertThat(found.texts()).contains(completion);
        String code = typed.replace("|", "");
        assertThat(code.substring(0, found.start()) + completion + code.substring(found.end()))
                .isEqualTo(completed);
    }

    static final List<Arguments> KINDS = List.of(
            Arguments.of("\"a\".isEmp", new Word("isEmpty()", "function", "boolean String.isEmpty()")),
            Arguments.of("StringBui", new Word("StringBuilder", "class", "java.lang.StringBuilder")),
            Arguments.of("ans", new Word("answer", "instance", "answer:int")),
            Arguments.of("Integer.MAX_V", new Word("MAX_VALUE", "instance", "Integer.MAX_VALUE:int")),
            Arguments.of("int first = 1;\nfir", new Word("first", "instance", "")));

    @ParameterizedTest
    @FieldSource("KINDS")
    void words_are_told_by_kind_and_signature(String typed, Word word) {
        assertThat(interpreter.complete(typed).words()).contains(word);
    }

    @Test
    void a_word_that_a_cell_has_declared_anew_has_its_new_type() {
        interpreter.run(interpreter.split(new JavaCode("int changing = 1;", new CellLine(1, 1))));
        assertThat(interpreter.complete("chang").words())
                .containsExactly(new Word("changing", "instance", "changing:int"));
        interpreter.run(interpreter.split(new JavaCode("String changing = \"\";", new CellLine(2, 1))));
        assertThat(interpreter.complete("chang").words())
                .containsExactly(new Word("changing", "instance", "changing:java.lang.String"));
    }

    @Test
    void there_may_be_no_completion() {
        assertThat(interpreter.complete("nothingLikeThis")).isEqualTo(new Completions(List.of(), 15, 15));
    }

    static final List<Arguments> INSPECTIONS = List.of(
            Arguments.of("String.valu|eOf", "String String.valueOf(int i)"),
            Arguments.of("answer|", "answer:int"),
            Arguments.of("double rate = 0.5;\nrate|", "rate:double"),
            Arguments.of("Math.max(|", "int Math.max(int a, int b)"));

    @ParameterizedTest
    @FieldSource("INSPECTIONS")
    void the_name_at_the_cursor_is_told_about(String code, String text) {
        List<Explanation> found = interpreter.inspect(code.replace("|", ""), code.indexOf('|'));
        assertThat(found).extracting(Explanation::signature).contains(text);
    }

    @Test
    void there_may_be_nothing_to_tell() {
        assertThat(interpreter.inspect("nothingLikeThis", 3)).isEmpty();
    }

    static final List<Arguments> COMPLETENESS = List.of(
            Arguments.of("1", Status.COMPLETE, ""),
            Arguments.of("int x = 1;", Status.COMPLETE, ""),
            Arguments.of("void f() {}", Status.COMPLETE, ""),
            Arguments.of("", Status.COMPLETE, ""),
            Arguments.of("// comment", Status.COMPLETE, ""),
            Arguments.of("int x =", Status.INCOMPLETE, ""),
            Arguments.of("for (int i = 0; i < 3; i++) {", Status.INCOMPLETE, "    "),
            Arguments.of("class A {\n    void f() {", Status.INCOMPLETE, "        "),
            Arguments.of("int y = 1;\nwhile (true) {", Status.INCOMPLETE, "    "),
            Arguments.of("int x = ;", Status.INVALID, ""),
            Arguments.of("foo)", Status.INVALID, ""));

    @ParameterizedTest
    @FieldSource("COMPLETENESS")
    void a_console_learns_whether_code_is_complete(String code, Status status, String indent) {
        assertThat(interpreter.completeness(code)).isEqualTo(new Completeness(status, indent));
    }
}
