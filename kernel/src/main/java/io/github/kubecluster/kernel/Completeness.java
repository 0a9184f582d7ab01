package io.github.kubecluster.kernel;

import java.util.List;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Tells a console whether what was typed so far is ready to be run (messaging specification, "Code completeness"). */
final class Completeness {
    static final String COMPLETE = "complete";
    static final String INVALID = "invalid";

    private static final String INDENT = "    ";

    private Completeness() {}

    /** Returns {@link #COMPLETE}, {@link #INVALID}, or the indentation of the line that must follow. */
    static String of(String code, KernelMagics magics, JavaInterpreter interpreter) {
        List<Part> parts = CellParts.of(code, 0, magics::isLineMagic);
        if (parts.isEmpty() || !(parts.get(parts.size() - 1) instanceof JavaCode last)) {
            return COMPLETE;
        }
        return interpreter.analyze(analysis -> ofJava(last.text(), analysis));
    }

    private static String ofJava(String text, SourceCodeAnalysis analysis) {
        String rest = text;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case EMPTY, COMPLETE_WITH_SEMI -> {
                    return COMPLETE;
                }
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return indent(text);
                }
                case UNKNOWN -> {
                    return isErroneous(rest, analysis) ? INVALID : COMPLETE;
                }
                case COMPLETE -> rest = info.remaining();
            }
        }
    }

    private static boolean isErroneous(String text, SourceCodeAnalysis analysis) {
        return analysis.sourceToSnippets(text).stream().allMatch(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS);
    }

    private static String indent(String text) {
        JavaScanner scanner = new JavaScanner(text);
        scanner.advanceTo(text.length());
        return INDENT.repeat(scanner.depth());
    }
}
