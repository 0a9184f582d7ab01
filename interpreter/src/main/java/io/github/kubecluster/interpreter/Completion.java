package io.github.kubecluster.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Completes the word at the end of what is being typed. */
final class Completion {
    private static final Pattern NAME = Pattern.compile("(?<![.\\w])(?<name>[\\p{L}_$][\\w$]*)\\z");

    private final String typed;
    private final SourceCodeAnalysis analysis;
    private final Signatures signatures;
    private final Typing typing;

    private Completion(String typed, SourceCodeAnalysis analysis, Signatures signatures) {
        this.typed = typed;
        this.analysis = analysis;
        this.signatures = signatures;
        this.typing = Typing.of(typed, analysis);
    }

    static Completions of(String typed, SourceCodeAnalysis analysis, Signatures signatures) {
        return new Completion(typed, analysis, signatures).find();
    }

    private Completions find() {
        Completions inBlock = suggestions(typing.inBlock());
        return withDeclared(inBlock.words().isEmpty() ? suggestions(typing.piece()) : inBlock);
    }

    /** Returns what JShell suggests at the end of {@code source}, which is also the end of what is typed. */
    private Completions suggestions(String source) {
        int[] anchor = {source.length()};
        List<Suggestion> suggestions = analysis.completionSuggestions(source, source.length(), anchor);
        Stream<String> texts = Stream.of(true, false)
                .flatMap(fits -> suggestions.stream().filter(suggestion -> suggestion.matchesType() == fits))
                .map(Suggestion::continuation);
        WordKinds kinds = new WordKinds(source.substring(0, anchor[0]), analysis, signatures);
        int fromEnd = suggestions.isEmpty() ? 0 : source.length() - anchor[0];
        return new Completions(texts.distinct().map(kinds::word).toList(), typed.length() - fromEnd, typed.length());
    }

    /** JShell does not know the variables of a block in the place where a statement begins. */
    private Completions withDeclared(Completions found) {
        Matcher name = NAME.matcher(typing.piece());
        if (!name.find()) {
            return found;
        }
        int start = typing.start() + name.start("name");
        List<Word> words = new ArrayList<>();
        typing.declared().stream()
                .filter(declared -> declared.startsWith(name.group("name")))
                .map(declared -> new Word(declared, "instance", ""))
                .forEach(words::add);
        if (words.isEmpty()) {
            return found;
        }
        List<String> known = words.stream().map(Word::text).toList();
        if (found.start() == start) {
            found.words().stream().filter(word -> !known.contains(word.text())).forEach(words::add);
        }
        return new Completions(words, start, typed.length());
    }
}
