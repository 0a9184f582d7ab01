package io.github.kubecluster.interpreter;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Finds where one statement or declaration ends and the next begins. */
final class Pieces {
    private Pieces() {}

    /**
     * @throws CellFailure if one of them is not Java; nothing has run then
     */
    static List<Piece> of(JavaCode code, JShell jshell) {
        List<Piece> pieces = new ArrayList<>();
        int start = nextCode(code.text(), 0);
        while (start < code.text().length()) {
            String rest = code.text().substring(start);
            CompletionInfo info = jshell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                break;
            }
            int length = info.completeness().isComplete()
                    ? rest.length() - info.remaining().length()
                    : rest.length();
            boolean lacksSemicolon = info.completeness() == Completeness.COMPLETE_WITH_SEMI;
            Piece piece = new Piece(code, start, lacksSemicolon ? info.source() : rest.substring(0, length));
            refuseErrors(piece, info.completeness(), jshell);
            pieces.add(piece);
            start = nextCode(code.text(), start + length);
        }
        if (pieces.size() > 1 || code.start().line() > 1) {
            // Else nothing runs before the compiler tells.
            Syntax.errors(pieces).forEach(piece -> refuseErroneous(piece, jshell));
        }
        return pieces;
    }

    private static int nextCode(String text, int from) {
        int next = from;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next;
    }

    private static void refuseErrors(Piece piece, Completeness completeness, JShell jshell) {
        if (!completeness.isComplete()) {
            throw refusal(piece, jshell);
        }
        if (completeness == Completeness.UNKNOWN) {
            refuseErroneous(piece, jshell);
        }
    }

    private static void refuseErroneous(Piece piece, JShell jshell) {
        if (jshell.sourceCodeAnalysis().sourceToSnippets(piece.source()).stream()
                .allMatch(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS)) {
            throw refusal(piece, jshell);
        }
    }

    /** Has the compiler say what is wrong. It runs nothing of a piece that is not Java. */
    private static CellFailure refusal(Piece piece, JShell jshell) {
        for (SnippetEvent event : jshell.eval(piece.source())) {
            List<Diag> diagnostics = jshell.diagnostics(event.snippet()).toList();
            if (!diagnostics.isEmpty()) {
                return CompilationErrors.of(piece, diagnostics, jshell.sourceCodeAnalysis());
            }
        }
        return CompilationErrors.of(piece, "the code ends too early");
    }
}
