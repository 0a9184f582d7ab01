package io.github.kubecluster.interpreter;

import java.util.Map;
import java.util.Map.Entry;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** Declarations that use what is not declared. */
final class Unresolved {
    private static final String CLASS = "class ";

    private Unresolved() {}

    /**
     * Tells on the error stream which declarations cannot be used yet.
     *
     * @throws CellFailure if one of them could not be made at all
     */
    static @Nullable Void check(Map<Snippet, Piece> declarations, JShell jshell) {
        for (Entry<Snippet, Piece> entry : declarations.entrySet()) {
            Snippet snippet = entry.getKey();
            if (jshell.status(snippet) == Status.RECOVERABLE_NOT_DEFINED) {
                throw CompilationErrors.of(
                        entry.getValue(), "cannot find symbol: " + missing(snippet, jshell), hints(snippet, jshell));
            }
            if (jshell.status(snippet) == Status.RECOVERABLE_DEFINED) {
                System.err.println(entry.getValue().line() + ": what is declared here cannot be used before "
                        + missing(snippet, jshell) + " is declared.");
            }
        }
        return null;
    }

    /** Returns the failure of a cell that used one of them. */
    static CellFailure called(Piece piece, JShellException exception, JShell jshell) {
        String what = exception instanceof UnresolvedReferenceException unresolved
                ? "\"" + unresolved.getSnippet().name() + "\" cannot be used before "
                        + missing(unresolved.getSnippet(), jshell) + " is declared."
                : String.valueOf(exception.getMessage());
        return CellFailure.of("UnresolvedReference", piece.line() + ": " + what);
    }

    private static String[] hints(Snippet snippet, JShell jshell) {
        return snippet instanceof DeclarationSnippet declaration
                ? jshell.unresolvedDependencies(declaration)
                        .filter(missing -> missing.startsWith(CLASS))
                        .map(missing -> missing.substring(CLASS.length()))
                        .flatMap(name -> Hints.toImport(name, jshell.sourceCodeAnalysis()).stream())
                        .toArray(String[]::new)
                : new String[0];
    }

    private static String missing(Snippet snippet, JShell jshell) {
        return snippet instanceof DeclarationSnippet declaration
                ? String.join(", ", jshell.unresolvedDependencies(declaration).toList())
                : "what it uses";
    }
}
