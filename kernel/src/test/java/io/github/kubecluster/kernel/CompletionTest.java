package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class CompletionTest {
    static final KernelMagics MAGICS = new KernelMagics();

    static JavaInterpreter interpreter;

    @BeforeAll
    static void start() {
        MAGICS.registerLineMagic("kubecluster", arguments -> null);
        MAGICS.registerCellMagic("dask", (arguments, body) -> null);
        interpreter =
                new JavaInterpreter(new VisibleClasses(CompletionTest.class.getClassLoader()), CellClassPath.find());
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
                    "for (int i = 0; i < 3; i++) {\n  System.out.println("),
            Arguments.of("%kub|", "%kubecluster", "%kubecluster"),
            Arguments.of("int y = 1;\n  %kub|", "%kubecluster", "int y = 1;\n  %kubecluster"),
            Arguments.of("%%d|", "%%dask", "%%dask"));

    @ParameterizedTest
    @FieldSource("COMPLETIONS")
    void what_is_being_typed_is_completed(String typed, String completion, String completed) {
        int cursor = typed.indexOf('|');
        String code = typed.replace("|", "");
        ReplacementOptions options = new Completion(interpreter, MAGICS).complete(code, cursor);
        assertThat(options.getReplacements()).contains(completion);
        assertThat(code.substring(0, options.getSourceStart()) + completion + code.substring(options.getSourceEnd()))
                .isEqualTo(completed);
    }

    @Test
    void there_may_be_no_completion() {
        ReplacementOptions options = new Completion(interpreter, MAGICS).complete("nothingLikeThis", 15);
        assertThat(options.getReplacements()).isEmpty();
        assertThat(options.getSourceStart()).isEqualTo(15);
        assertThat(options.getSourceEnd()).isEqualTo(15);
    }

    static final List<Arguments> INSPECTIONS = List.of(
            Arguments.of("String.valu|eOf", "String String.valueOf(int i)"),
            Arguments.of("answer|", "answer:int"),
            Arguments.of("double rate = 0.5;\nrate|", "rate:double"),
            Arguments.of("Math.max(|", "int Math.max(int a, int b)"));

    @ParameterizedTest
    @FieldSource("INSPECTIONS")
    void the_name_at_the_cursor_is_told_about(String code, String text) {
        assertThat(inspect(code)).contains(text);
    }

    @Test
    void there_may_be_nothing_to_tell() {
        assertThat(Inspection.of("nothingLikeThis", 3, interpreter)).isNull();
    }

    private static String inspect(String code) {
        return String.valueOf(Inspection.of(code.replace("|", ""), code.indexOf('|'), interpreter)
                .getData(MIMEType.TEXT_PLAIN));
    }

    static final List<Arguments> COMPLETENESS = List.of(
            Arguments.of("1", "complete"),
            Arguments.of("int x = 1;", "complete"),
            Arguments.of("void f() {}", "complete"),
            Arguments.of("", "complete"),
            Arguments.of("// comment", "complete"),
            Arguments.of("%kubecluster scale 3", "complete"),
            Arguments.of("%%dask\nfor x in y:", "complete"),
            Arguments.of("int x =", ""),
            Arguments.of("for (int i = 0; i < 3; i++) {", "    "),
            Arguments.of("class A {\n    void f() {", "        "),
            Arguments.of("int y = 1;\nwhile (true) {", "    "),
            Arguments.of("int x = ;", "invalid"),
            Arguments.of("foo)", "invalid"));

    @ParameterizedTest
    @FieldSource("COMPLETENESS")
    void a_console_learns_whether_code_is_complete(String code, String answer) {
        assertThat(Completeness.of(code, MAGICS, interpreter)).isEqualTo(answer);
    }
}
