package io.github.kubecluster.interpreter;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jdk.jshell.JShell;

/**
 * Makes the first cell fast: starts the compiler and has it do, before anybody waits for it, a bit of each thing that
 * cells do.
 */
final class WarmUp {
    private static final List<String> CODE = List.of(
            "1 + 1",
            "java.util.stream.Stream.of(1, 2).map(i -> i + 1).toList()",
            "for (int i = 0; i < 2; i++) { String.valueOf(i); }");

    private WarmUp() {}

    /** Returns the steps, to be done one after another. */
    static List<Consumer<JShell>> steps() {
        return Stream.concat(CODE.stream().map(WarmUp::evaluate), Stream.of(WarmUp::complete))
                .toList();
    }

    private static Consumer<JShell> evaluate(String code) {
        return jshell -> {
            jshell.sourceCodeAnalysis().analyzeCompletion(code);
            jshell.eval(code).forEach(event -> jshell.drop(event.snippet()));
        };
    }

    private static void complete(JShell jshell) {
        jshell.sourceCodeAnalysis().completionSuggestions("System.out.pri", 14, new int[1]);
    }
}
