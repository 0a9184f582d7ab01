package io.github.kubecluster.interpreter;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/** Which line of which cell a line of a generated class comes from. */
final class CellLines {
    /** The class that JShell makes of a snippet, and the classes within. */
    static final Pattern GENERATED = Pattern.compile("REPL\\.\\$JShell\\$[0-9A-Z_]+");

    private final Map<Snippet, CellLine> starts = new ConcurrentHashMap<>();
    /** The snippets that were looked for, by the names of their classes. */
    private final Map<String, Snippet> found = new ConcurrentHashMap<>();

    private volatile CellLine current = new CellLine(0, 1);

    /** Notes where what runs next begins. */
    void begin(CellLine start) {
        current = start;
    }

    /** Notes where {@code snippet} began. */
    void add(Snippet snippet, CellLine start) {
        starts.put(snippet, start);
    }

    /** Returns whether {@code element} is code that a cell or the kernel gave to JShell. */
    static boolean isSnippet(StackTraceElement element) {
        return GENERATED.matcher(element.getClassName()).lookingAt();
    }

    /** Returns the line that {@code element} stands for, or nothing if it is not from a cell. */
    Optional<CellLine> line(StackTraceElement element, JShell shell) {
        Matcher generated = GENERATED.matcher(element.getClassName());
        if (!generated.lookingAt()) {
            return Optional.empty();
        }
        String name = generated.group();
        return Stream.concat(Stream.ofNullable(found.get(name)), shell.snippets())
                .filter(snippet -> isNamed(name, snippet, shell))
                .findFirst()
                .flatMap(snippet -> {
                    found.put(name, snippet);
                    return wrapper(snippet, shell).map(wrapper -> line(snippet, wrapper, element.getLineNumber()));
                });
    }

    private static boolean isNamed(String name, Snippet snippet, JShell shell) {
        return wrapper(snippet, shell)
                .filter(wrapper -> wrapper.fullClassName().equals(name))
                .isPresent();
    }

    private CellLine line(Snippet snippet, SnippetWrapper wrapper, int generatedLine) {
        int position = wrapper.wrappedToSourcePosition(endOfLine(wrapper.wrapped(), generatedLine));
        String before = snippet.source()
                .substring(0, Math.min(position, snippet.source().length()));
        CellLine start = starts.getOrDefault(snippet, current);
        return new CellLine(
                start.cell(),
                start.line() + (int) before.chars().filter(c -> c == '\n').count());
    }

    private static int endOfLine(String text, int line) {
        int end = -1;
        for (int i = 0; i < line; i++) {
            end = text.indexOf('\n', end + 1);
            if (end < 0) {
                return text.length() - 1;
            }
        }
        return Math.max(0, end - 1);
    }

    private static Optional<SnippetWrapper> wrapper(Snippet snippet, JShell shell) {
        try {
            return Optional.of(shell.sourceCodeAnalysis().wrapper(snippet));
        } catch (IllegalArgumentException | NullPointerException e) {
            // A snippet that was never compiled has none.
            return Optional.empty();
        }
    }
}
