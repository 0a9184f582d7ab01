package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.display.ValueRenderer;
import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.JavaCode;
import io.github.kubecluster.interpreter.JavaInterpreter;
import java.time.Duration;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class InspectorTest {
    static final KernelMagics MAGICS = new KernelMagics();

    static JavaInterpreter interpreter;
    static Inspector inspector;

    @BeforeAll
    static void start() {
        MAGICS.register("%time", "STATEMENT: tells how long it took", call -> null);
        MAGICS.guide("kubecluster", new CommandGuide(() -> CommandLines.of(Verbs.all(new Terminal(System.out)))));
        interpreter = new JavaInterpreter(KernelScope.make());
        interpreter.run(interpreter.split(new JavaCode("""
                int answer = 42;
                var words = List.of("a", "<b>");
                String none = null;
                class Slow { public String toString() { while (true) { java.util.concurrent.locks.LockSupport.park(); } } }
                var slow = new Slow();
                record Point(int x, int y) {}
                var point = new Point(1, 2);
                """, new CellLine(1, 1))));
        inspector = inspector(Duration.ofMinutes(1));
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    /** Code with | at the cursor, and what is told. */
    static final List<Arguments> TOLD = List.of(
            Arguments.of("answ|er + 1", "answer:int\n\n42"),
            Arguments.of("words|", "words:java.util.List<java.lang.String>\n\n[a, <b>]"),
            Arguments.of("none|", "none:java.lang.String"),
            Arguments.of("double answer = 1;\nanswer|", "answer:double"));

    @ParameterizedTest
    @FieldSource("TOLD")
    void a_variable_is_told_by_type_and_value(String code, String text) {
        assertThat(data(code, MIMEType.TEXT_PLAIN)).isEqualTo(text);
    }

    @Test
    void a_value_that_takes_long_to_show_is_not_shown() {
        assertThat(data(inspector(Duration.ofMillis(1)), "slow|", MIMEType.TEXT_PLAIN))
                .isEqualTo("slow:Slow");
    }

    @Test
    void values_are_shown_as_results_are() {
        assertThat(data("words|", MIMEType.TEXT_HTML))
                .isEqualTo("<pre>words:java.util.List&lt;java.lang.String&gt;</pre><pre>[a, &lt;b&gt;]</pre>");
        assertThat(data("point|", MIMEType.TEXT_HTML)).startsWith("<pre>point:Point</pre><table><tbody><tr><th");
    }

    @Test
    void a_method_is_told_by_its_signatures() {
        assertThat(data("Math.floorMod(|", MIMEType.TEXT_PLAIN)).contains("int Math.floorMod(int x, int y)");
    }

    @Test
    void a_magic_is_told_by_its_help() {
        assertThat(data("1 + 1;\n%kubeclu|ster scale", MIMEType.TEXT_PLAIN)).startsWith("Usage: kubecluster [");
        assertThat(data("%ti|me 1 + 1", MIMEType.TEXT_PLAIN)).isEqualTo("%time STATEMENT: tells how long it took");
        assertThat(data("%kubecluster scale 3|", MIMEType.TEXT_PLAIN)).startsWith("Usage: kubecluster scale ");
    }

    @Test
    void there_may_be_nothing_to_tell() {
        assertThat(inspector.inspect("nothingLikeThis", 3, false)).isNull();
    }

    private static Inspector inspector(Duration patience) {
        return new Inspector(interpreter, MAGICS, new ValueRenderer((message, reason) -> {})::render, patience);
    }

    private static String data(String code, MIMEType type) {
        return data(inspector, code, type);
    }

    private static String data(Inspector asked, String code, MIMEType type) {
        DisplayData told = asked.inspect(code.replace("|", ""), code.indexOf('|'), false);
        assertThat(told).isNotNull();
        return String.valueOf(told.getData(type));
    }
}
