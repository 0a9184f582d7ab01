package io.github.kubecluster.interpreter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The lines that tell of an exception: itself, where it came from in cells, its causes. */
final class Trace {
    private static final int MOST_FRAMES = 50;

    private final Function<StackTraceElement, Optional<CellLine>> cellLines;
    private final Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> lines = new ArrayList<>();

    private Trace(Function<StackTraceElement, Optional<CellLine>> cellLines) {
        this.cellLines = cellLines;
    }

    /** Returns the lines for {@code thrown}; frames below the cell's own code are left out. */
    static List<String> of(Throwable thrown, Function<StackTraceElement, Optional<CellLine>> cellLines) {
        Trace trace = new Trace(cellLines);
        trace.tell("", thrown);
        return trace.lines;
    }

    private void tell(String prefix, Throwable thrown) {
        if (!told.add(thrown)) {
            return;
        }
        lines.add(Ansi.red(prefix + text(thrown)));
        frames(withoutStopChecks(thrown.getStackTrace())).forEach(frame -> lines.add("    at " + frame));
        for (Throwable suppressed : thrown.getSuppressed()) {
            tell("Suppressed: ", suppressed);
        }
        if (thrown.getCause() != null) {
            tell("Caused by: ", thrown.getCause());
        }
    }

    /** A check that is woven into each method can be where the stack overflows. */
    private static StackTraceElement[] withoutStopChecks(StackTraceElement[] elements) {
        return Stream.of(elements)
                .filter(element -> !element.getClassName().equals(StopChecks.CHECKED))
                .toArray(StackTraceElement[]::new);
    }

    private List<String> frames(StackTraceElement[] elements) {
        int last = elements.length - 1;
        while (last >= 0 && !CellLines.isSnippet(elements[last])) {
            last--;
        }
        int end = last < 0 ? elements.length : last + 1;
        List<String> frames = new ArrayList<>();
        int next = 0;
        while (next < end && frames.size() < MOST_FRAMES) {
            int repeated = repetitions(elements, next, end);
            String frame = frame(elements[next]) + (repeated > 1 ? Ansi.dim(" (" + repeated + " times)") : "");
            // What JShell generates around a line of a cell are frames of that line, too.
            if (frames.isEmpty() || !frames.get(frames.size() - 1).equals(frame)) {
                frames.add(frame);
            }
            next += repeated;
        }
        if (next < end) {
            frames.add(Ansi.dim((end - next) + " more"));
        }
        return frames;
    }

    private static int repetitions(StackTraceElement[] elements, int first, int end) {
        int next = first + 1;
        while (next < end && elements[next].equals(elements[first])) {
            next++;
        }
        return next - first;
    }

    private String frame(StackTraceElement element) {
        return cellLines
                .apply(element)
                .map(line -> place(element, line))
                .orElseGet(() ->
                        Ansi.dim(element.getClassName() + "." + element.getMethodName() + "(" + source(element) + ")"));
    }

    private static String place(StackTraceElement element, CellLine line) {
        String within = CellLines.GENERATED
                .matcher(element.getClassName())
                .replaceFirst("")
                .replaceFirst("^\\$", "")
                .replace('$', '.');
        boolean unnamed = element.getMethodName().startsWith("do_it$")
                || element.getMethodName().startsWith("lambda$");
        if (unnamed) {
            return within.isEmpty() ? line.toString() : within + " (" + line + ")";
        }
        return (within.isEmpty() ? "" : within + ".") + element.getMethodName() + " (" + line + ")";
    }

    private static String source(StackTraceElement element) {
        if (element.isNativeMethod()) {
            return "native code";
        }
        return element.getFileName() == null
                ? "unknown source"
                : element.getFileName() + (element.getLineNumber() < 0 ? "" : ":" + element.getLineNumber());
    }

    /** The text of an exception is code of a user, which may throw. */
    private static String text(Throwable thrown) {
        try {
            return CellNames.clean(String.valueOf(thrown));
        } catch (RuntimeException | Error e) {
            return CellNames.clean(thrown.getClass().getName());
        }
    }
}
