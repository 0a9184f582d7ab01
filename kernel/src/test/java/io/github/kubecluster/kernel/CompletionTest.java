package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.interpreter.Completions;
import io.github.kubecluster.interpreter.JavaInterpreter;
import io.github.kubecluster.interpreter.Word;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class CompletionTest {
    static final KernelMagics MAGICS = new KernelMagics();

    static JavaInterpreter interpreter;

    @BeforeAll
    static void start() {
        MAGICS.registerLineMagic("kubecluster", arguments -> null);
        MAGICS.guide("kubecluster", new CommandGuide(() -> CommandLines.of(Verbs.all(new Terminal(System.out)))));
        MAGICS.registerCellMagic("dask", (arguments, body) -> null);
        MAGICS.language("dask", new Echo());
        interpreter = new JavaInterpreter(KernelScope.make());
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    /** What is typed, with | at the cursor; a completion; what the cell is with it. */
    static final List<Arguments> COMPLETIONS = List.of(
            Arguments.of("KubeClu|", "KubeCluster", "KubeCluster"),
            Arguments.of("int y = 1;\nint z = Mat|;", "Math", "int y = 1;\nint z = Math;"),
            Arguments.of("%kub|", "%kubecluster", "%kubecluster"),
            Arguments.of("int y = 1;\n  %kub|", "%kubecluster", "int y = 1;\n  %kubecluster"),
            Arguments.of("%kubecluster st|", "start", "%kubecluster start"),
            Arguments.of("1\n%kubecluster start --work|", "--workers", "1\n%kubecluster start --workers"),
            Arguments.of("%%d|", "%%dask", "%%dask"),
            Arguments.of("\n%%dask -i x\ny = 1\n%kub| + 2", "%kub!", "\n%%dask -i x\ny = 1\n%kub! + 2"));

    /** A language whose words all end in an exclamation mark. */
    private static final class Echo implements CellLanguage {
        @Override
        public Completions complete(String code, int cursor) {
            int start = code.lastIndexOf('\n', cursor - 1) + 1;
            return new Completions(List.of(new Word(code.substring(start, cursor) + "!", "", "")), start, cursor);
        }

        @Override
        public DisplayData inspect(String code, int cursor, boolean detailed) {
            return new DisplayData(code);
        }
    }

    @ParameterizedTest
    @FieldSource("COMPLETIONS")
    void what_is_being_typed_is_completed(String typed, String completion, String completed) {
        int cursor = typed.indexOf('|');
        String code = typed.replace("|", "");
        Completions found = new Completion(interpreter, MAGICS).complete(code, cursor);
        assertThat(found.texts()).contains(completion);
        assertThat(code.substring(0, found.start()) + completion + code.substring(found.end()))
                .isEqualTo(completed);
    }
}
