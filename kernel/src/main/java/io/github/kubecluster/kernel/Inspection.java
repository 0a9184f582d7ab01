package io.github.kubecluster.kernel;

import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Tells about the name at the cursor: its signatures and, if these are few, their Javadoc where sources are installed. */
final class Inspection {
    private static final int FEW = 5;

    private Inspection() {}

    static @Nullable DisplayData of(String code, int cursor, JavaInterpreter interpreter) {
        String typed = code.substring(0, endOfName(code, cursor));
        List<Documentation> found = interpreter.analyze(analysis -> documentation(typed, analysis));
        return found.isEmpty()
                ? null
                : new DisplayData(
                        String.join("\n\n", found.stream().map(Inspection::text).toList()));
    }

    private static List<Documentation> documentation(String typed, SourceCodeAnalysis analysis) {
        String source = Typing.of(typed, analysis).asStatements();
        // A name alone is that of a variable or a type; one of a method has a parenthesis after it.
        return Stream.of(source, source + "(")
                .map(name -> withJavadoc(name, analysis))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<Documentation> withJavadoc(String source, SourceCodeAnalysis analysis) {
        List<Documentation> signatures = analysis.documentation(source, source.length(), false);
        return signatures.isEmpty() || signatures.size() > FEW
                ? signatures
                : analysis.documentation(source, source.length(), true);
    }

    private static String text(Documentation documentation) {
        String javadoc = documentation.javadoc();
        return documentation.signature() + (javadoc == null ? "" : "\n" + javadoc.strip());
    }

    private static int endOfName(String code, int cursor) {
        int end = Math.min(cursor, code.length());
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return end;
    }
}
