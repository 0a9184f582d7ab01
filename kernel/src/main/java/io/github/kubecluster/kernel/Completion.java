package io.github.kubecluster.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;

/** Completes what is being typed: names of magics, and Java. */
final class Completion {
    private static final Pattern MAGIC = Pattern.compile("(?m)^[ \\t]*(?<call>%%?[\\w.-]*)\\z");

    private final JavaInterpreter interpreter;
    private final KernelMagics magics;

    Completion(JavaInterpreter interpreter, KernelMagics magics) {
        this.interpreter = interpreter;
        this.magics = magics;
    }

    /** Returns what may stand in the place of the word before {@code cursor}, best first. */
    ReplacementOptions complete(String code, int cursor) {
        String typed = code.substring(0, Math.min(cursor, code.length()));
        Matcher magic = MAGIC.matcher(typed);
        return magic.find()
                ? magics(magic.group("call"), magic.start("call"), typed.length())
                : interpreter.analyze(analysis -> java(typed, analysis));
    }

    private ReplacementOptions magics(String call, int start, int end) {
        List<String> names =
                magics.calls().stream().filter(name -> name.startsWith(call)).toList();
        return new ReplacementOptions(names, start, end);
    }

    private static ReplacementOptions java(String typed, SourceCodeAnalysis analysis) {
        int start = lastPiece(typed, analysis);
        int[] anchor = {0};
        List<Suggestion> suggestions =
                analysis.completionSuggestions(typed.substring(start), typed.length() - start, anchor);
        List<String> names = Stream.concat(
                        suggestions.stream().filter(Suggestion::matchesType),
                        suggestions.stream().filter(suggestion -> !suggestion.matchesType()))
                .map(Suggestion::continuation)
                .distinct()
                .toList();
        return names.isEmpty()
                ? new ReplacementOptions(names, typed.length(), typed.length())
                : new ReplacementOptions(names, start + anchor[0], typed.length());
    }

    /** Returns where the statement or declaration begins that is being typed. */
    static int lastPiece(String typed, SourceCodeAnalysis analysis) {
        int start = 0;
        while (true) {
            String rest = typed.substring(start);
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int length = rest.length() - info.remaining().length();
            if (info.completeness() != SourceCodeAnalysis.Completeness.COMPLETE
                    || info.remaining().isBlank()
                    || length <= 0) {
                return start;
            }
            start += length;
        }
    }
}
