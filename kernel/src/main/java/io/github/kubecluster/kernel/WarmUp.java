package io.github.kubecluster.kernel;

import java.util.List;
import jdk.jshell.JShell;

/**
 * Makes the first cell fast: starts the compiler and has it do, before anybody waits for it, a bit of each thing that
 * cells do. In small steps, and it ends when somebody waits.
 */
final class WarmUp {
    private static final List<String> CODE = List.of(
            "1 + 1",
            "java.util.stream.Stream.of(1, 2).map(i -> i + 1).toList()",
            "for (int i = 0; i < 2; i++) { String.valueOf(i); }");

    private WarmUp() {}

    static void run(JavaInterpreter interpreter) {
        boolean idle = true;
        for (int i = 0; idle && i < CODE.size(); i++) {
            String code = CODE.get(i);
            idle = interpreter.whileIdle(jshell -> evaluate(jshell, code));
        }
        if (idle) {
            interpreter.whileIdle(WarmUp::complete);
        }
    }

    private static boolean evaluate(JShell jshell, String code) {
        jshell.sourceCodeAnalysis().analyzeCompletion(code);
        jshell.eval(code).forEach(event -> jshell.drop(event.snippet()));
        return true;
    }

    private static boolean complete(JShell jshell) {
        jshell.sourceCodeAnalysis().completionSuggestions("System.out.pri", 14, new int[1]);
        return true;
    }
}
