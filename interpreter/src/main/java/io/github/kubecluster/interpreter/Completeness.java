package io.github.kubecluster.interpreter;

import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Whether code that was typed so far is ready to be run.
 *
 * @param indent the white space that the line begins with which must follow; empty unless the code is incomplete
 */
public record Completeness(Status status, String indent) {
    /** What a console does next: run the code, ask for another line, or run it to show the error. */
    public enum Status {
        COMPLETE,
        INCOMPLETE,
        INVALID
    }

    private static final String INDENT = "    ";

    /** Code that can be run. */
    public static final Completeness COMPLETE = new Completeness(Status.COMPLETE, "");

    private static final Completeness INVALID = new Completeness(Status.INVALID, "");

    static Completeness of(String code, SourceCodeAnalysis analysis) {
        String rest = code;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case EMPTY, COMPLETE_WITH_SEMI -> {
                    return COMPLETE;
                }
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return new Completeness(Status.INCOMPLETE, indent(code));
                }
                case UNKNOWN -> {
                    return isErroneous(rest, analysis) ? INVALID : COMPLETE;
                }
                case COMPLETE -> rest = info.remaining();
            }
        }
    }

    private static boolean isErroneous(String code, SourceCodeAnalysis analysis) {
        return analysis.sourceToSnippets(code).stream().allMatch(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS);
    }

    private static String indent(String code) {
        JavaScanner scanner = new JavaScanner(code);
        scanner.advanceTo(code.length());
        return INDENT.repeat(scanner.depth());
    }
}
