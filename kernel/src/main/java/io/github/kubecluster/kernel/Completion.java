package io.github.kubecluster.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;

/** Completes what is being typed: names of magics, and Java. */
final class Completion {
    private static final Pattern MAGIC = Pattern.compile("(?m)^[ \\t]*(?<call>%%?[\\w.-]*)\\z");

    private static final Pattern NAME = Pattern.compile("(?<![.\\w])(?<name>[\\p{L}_$][\\w$]*)\\z");

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
        Typing typing = Typing.of(typed, analysis);
        ReplacementOptions inBlock = suggestions(typing.inBlock(), typed, analysis);
        ReplacementOptions found =
                inBlock.getReplacements().isEmpty() ? suggestions(typing.piece(), typed, analysis) : inBlock;
        return withDeclared(found, typing, typed);
    }

    /** Returns what JShell suggests at the end of {@code source}, which is also the end of what is typed. */
    private static ReplacementOptions suggestions(String source, String typed, SourceCodeAnalysis analysis) {
        int[] anchor = {source.length()};
        List<Suggestion> suggestions = analysis.completionSuggestions(source, source.length(), anchor);
        Stream<String> names = Stream.of(true, false)
                .flatMap(fits -> suggestions.stream().filter(suggestion -> suggestion.matchesType() == fits))
                .map(Suggestion::continuation);
        int fromEnd = suggestions.isEmpty() ? 0 : source.length() - anchor[0];
        return new ReplacementOptions(names.distinct().toList(), typed.length() - fromEnd, typed.length());
    }

    /** JShell does not know the variables of a block in the place where a statement begins. */
    private static ReplacementOptions withDeclared(ReplacementOptions found, Typing typing, String typed) {
        Matcher name = NAME.matcher(typing.piece());
        if (!name.find()) {
            return found;
        }
        int start = typing.start() + name.start("name");
        List<String> declared = typing.declared().stream()
                .filter(each -> each.startsWith(name.group("name")))
                .toList();
        if (declared.isEmpty()) {
            return found;
        }
        Stream<String> names = Stream.concat(
                declared.stream(), found.getSourceStart() == start ? found.getReplacements().stream() : Stream.empty());
        return new ReplacementOptions(names.distinct().toList(), start, typed.length());
    }
}
