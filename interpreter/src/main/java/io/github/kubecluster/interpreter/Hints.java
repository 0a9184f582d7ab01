package io.github.kubecluster.interpreter;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Says what may have been meant by a name that the compiler does not know. */
final class Hints {
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+(?<kind>\\w+) (?<name>[\\p{L}_$][\\w$]*)");
    private static final int MOST_IMPORTS = 5;

    /** The names of all classes are gathered in the background, in a second or two after the start. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Hints() {}

    /** Returns what to do about {@code diagnostic} of {@code source}; nothing if that is not known. */
    static Optional<String> about(Diag diagnostic, String source, SourceCodeAnalysis analysis) {
        Matcher symbol = SYMBOL.matcher(diagnostic.getMessage(Locale.ROOT));
        int end = (int) Math.min(diagnostic.getEndPosition(), source.length());
        if (!diagnostic.getCode().startsWith("compiler.err.cant.resolve") || !symbol.find()) {
            return Optional.empty();
        }
        String name = symbol.group("name");
        if (!source.substring(0, end).endsWith(name)) {
            return Optional.empty();
        }
        String before = source.substring(0, end - name.length());
        boolean isMethod = symbol.group("kind").equals("method");
        Optional<String> anImport =
                isMethod || before.stripTrailing().endsWith(".") ? Optional.empty() : toImport(name, analysis);
        return anImport.or(() -> nearest(name, before, isMethod, analysis));
    }

    /** Returns which imports make the class {@code name} known. */
    static Optional<String> toImport(String name, SourceCodeAnalysis analysis) {
        if (!Character.isUpperCase(name.charAt(0))) {
            return Optional.empty();
        }
        String imports = qualified(name, analysis).stream()
                .filter(qualified -> isAccessible(qualified, analysis))
                .limit(MOST_IMPORTS)
                .map(qualified -> "import " + qualified + ";")
                .collect(Collectors.joining(" or "));
        return imports.isEmpty() ? Optional.empty() : Optional.of("Write before it: " + imports);
    }

    /** The names that are gathered are also those of classes which only their own package sees. */
    private static boolean isAccessible(String qualified, SourceCodeAnalysis analysis) {
        String name = qualified.substring(qualified.lastIndexOf('.') + 1);
        return analysis.completionSuggestions(qualified, qualified.length(), new int[1]).stream()
                .anyMatch(suggestion -> suggestion.continuation().equals(name));
    }

    private static List<String> qualified(String name, SourceCodeAnalysis analysis) {
        long start = System.nanoTime();
        QualifiedNames found = analysis.listQualifiedNames(name, name.length());
        while (!found.isUpToDate() && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            found = analysis.listQualifiedNames(name, name.length());
        }
        return found.getNames();
    }

    /** The names that would have been suggested in its place are those that are known there. */
    private static Optional<String> nearest(String name, String before, boolean isMethod, SourceCodeAnalysis analysis) {
        Stream<String> suggested = analysis.completionSuggestions(before, before.length(), new int[1]).stream()
                .map(Suggestion::continuation)
                .filter(known -> known.contains("(") == isMethod)
                .map(known -> known.replaceFirst("\\(.*", ""));
        return NearestName.to(name, suggested.distinct().toList()).map(known -> "Did you mean \"" + known + "\"?");
    }
}
