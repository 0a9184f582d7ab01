package io.github.kubecluster.kernel;

import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Tells about the name at the cursor: its signatures and their Javadoc, where sources are installed. */
final class Inspection {
    private static final int MOST_WITH_JAVADOC = 5;

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
        String piece = typed.substring(Completion.lastPiece(typed, analysis));
        List<Documentation> signatures = analysis.documentation(piece, piece.length(), false);
        if (signatures.isEmpty()) {
            signatures = analysis.documentation(piece + "(", piece.length() + 1, false);
            piece = piece + "(";
        }
        return signatures.size() > MOST_WITH_JAVADOC ? signatures : analysis.documentation(piece, piece.length(), true);
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
