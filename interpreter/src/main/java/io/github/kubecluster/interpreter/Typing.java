package io.github.kubecluster.interpreter;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * What is being typed at the end of a cell, as JShell has to see it.
 *
 * @param before the statements and types that the cell has before
 * @param declared the names that the cell declares before
 * @param piece the statement or declaration that is being typed
 * @param start where it begins in the cell
 */
record Typing(String before, List<String> declared, String piece, int start) {
    static Typing of(String code, SourceCodeAnalysis analysis) {
        StringBuilder before = new StringBuilder();
        List<String> declared = new ArrayList<>();
        int start = 0;
        for (int next = next(code, start, analysis); next > start; next = next(code, start, analysis)) {
            String piece = code.substring(start, next);
            Declarations declarations = Declarations.in(piece);
            declared.addAll(declarations.names());
            before.append(declarations.areStatements() ? piece : "");
            start = next;
        }
        return new Typing(before.toString(), declared, code.substring(start), start);
    }

    /** Returns what JShell has to see, where it takes statements, to know what the cell declares before. */
    String asStatements() {
        return before + piece;
    }

    /** Returns what JShell has to see, where it takes anything, to know what the cell declares before. */
    String inBlock() {
        return before.isEmpty() ? piece : "{" + before + piece;
    }

    private static int next(String code, int start, SourceCodeAnalysis analysis) {
        String rest = code.substring(start);
        CompletionInfo info = analysis.analyzeCompletion(rest);
        return info.completeness() == Completeness.COMPLETE && !info.remaining().isBlank()
                ? start + rest.length() - info.remaining().length()
                : start;
    }
}
