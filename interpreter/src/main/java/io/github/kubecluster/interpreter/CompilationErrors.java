package io.github.kubecluster.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;

/** What the compiler does not accept, with the line and a marker below it. */
final class CompilationErrors {
    private static final String NAME = "CompilationError";

    private CompilationErrors() {}

    static CellFailure of(Piece piece, List<Diag> diagnostics, SourceCodeAnalysis analysis) {
        List<String> lines = new ArrayList<>();
        String first = "";
        for (Diag diagnostic : diagnostics) {
            if (diagnostic.isError()) {
                List<String> message = message(diagnostic);
                CellLine line = piece.code().lineAt(position(piece, diagnostic));
                first = first.isEmpty() ? line + ": " + message.get(0) : first;
                lines.add(Ansi.red(line + ": " + message.get(0)));
                lines.addAll(marked(piece, diagnostic));
                message.stream().skip(1).map(more -> "  " + more.strip()).forEach(lines::add);
                Hints.about(diagnostic, piece.source(), analysis).ifPresent(lines::add);
            }
        }
        return new CellFailure(NAME, first, lines, null);
    }

    /** Returns the failure of a piece that lacks something without an error of the compiler. */
    static CellFailure of(Piece piece, String message, String... hints) {
        String line = piece.line() + ": " + message;
        List<String> lines = new ArrayList<>(List.of(hints));
        lines.add(0, Ansi.red(line));
        return new CellFailure(NAME, line, lines, null);
    }

    private static List<String> marked(Piece piece, Diag diagnostic) {
        int start = position(piece, diagnostic);
        int length = (int) Math.max(1, diagnostic.getEndPosition() - diagnostic.getPosition());
        String text = piece.code().textAt(start);
        int column = Math.min(piece.code().columnAt(start), text.length());
        String indent = text.substring(0, column).replaceAll("[^\t]", " ");
        int marks = Math.max(1, Math.min(length, text.length() - column));
        return List.of("    " + text, "    " + indent + "^".repeat(marks));
    }

    private static int position(Piece piece, Diag diagnostic) {
        return piece.start() + (int) Math.max(0, diagnostic.getPosition());
    }

    /** Returns the lines of the message; where JShell put the code is nothing that its user wrote. */
    private static List<String> message(Diag diagnostic) {
        return diagnostic
                .getMessage(Locale.ROOT)
                .lines()
                .map(CellNames::clean)
                .filter(line -> !line.matches("\\s*location: class *(REPL\\.)?(\\$JShell\\$.*)?"))
                .toList();
    }
}
