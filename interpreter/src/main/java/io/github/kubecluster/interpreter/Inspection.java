package io.github.kubecluster.interpreter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** Tells about the name at the cursor: its signatures and, if these are few, their Javadoc where sources are installed. */
final class Inspection {
    static final int FEW = 5;

    private Inspection() {}

    static List<Explanation> of(String code, int cursor, SourceCodeAnalysis analysis) {
        String source =
                Typing.of(code.substring(0, endOfName(code, cursor)), analysis).asStatements();
        // A name alone is that of a variable or a type; one of a method has a parenthesis after it.
        return Stream.of(source, source + "(")
                .map(name -> withJavadoc(name, analysis))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of())
                .stream()
                .map(found -> new Explanation(found.signature(), Optional.ofNullable(found.javadoc())))
                .toList();
    }

    private static List<Documentation> withJavadoc(String source, SourceCodeAnalysis analysis) {
        List<Documentation> signatures = analysis.documentation(source, source.length(), false);
        return signatures.isEmpty() || signatures.size() > FEW
                ? signatures
                : analysis.documentation(source, source.length(), true);
    }

    private static int endOfName(String code, int cursor) {
        int end = Math.min(cursor, code.length());
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return end;
    }
}
