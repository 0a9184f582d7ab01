package io.github.kubecluster.interpreter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/**
 * The signatures of what code ends with. They are kept until cells may have changed them, for the words that complete a name are
 * asked for again with each of its letters, and the compiler needs as long for a signature as for all words. Not thread-safe.
 */
final class Signatures {
    private static final int MOST = 1_000;

    private final Map<String, String> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** Returns the signatures at the end of {@code source}, one for each line; empty if there is none. */
    String of(String source, SourceCodeAnalysis analysis) {
        return known.computeIfAbsent(source, ignored -> ask(source, analysis));
    }

    boolean isKnown(String source) {
        return known.containsKey(source);
    }

    void forget() {
        known.clear();
    }

    private static String ask(String source, SourceCodeAnalysis analysis) {
        List<Documentation> found = analysis.documentation(source, source.length(), false);
        return found.stream().map(Documentation::signature).collect(Collectors.joining("\n"));
    }
}
