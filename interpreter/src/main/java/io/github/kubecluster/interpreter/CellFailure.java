package io.github.kubecluster.interpreter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a cell failed, as the notebook shows it. */
public final class CellFailure extends RuntimeException {
    private final String name;
    private final List<String> lines;

    /**
     * @param name the kind of failure: the name of the exception's class, or a word for what was no exception
     * @param message what happened, in one line where that is possible
     * @param lines what is shown
     */
    public CellFailure(String name, @Nullable String message, List<String> lines, @Nullable Throwable cause) {
        super(message == null ? "" : message, cause);
        this.name = name;
        this.lines = List.copyOf(lines);
    }

    /** Returns a failure that is told by its message alone. */
    public static CellFailure of(String name, String message) {
        return new CellFailure(name, message, message.lines().map(Ansi::red).toList(), null);
    }

    static CellFailure interrupted() {
        return of("Interrupted", "The cell was interrupted.");
    }

    /** Returns the failure of a cell that was stopped and whose code does not end. */
    static CellFailure goesOn(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String where = stack.length == 0 ? "" : " in " + stack[0].getClassName() + "." + stack[0].getMethodName();
        return of(
                "Interrupted",
                "The cell was interrupted, but its code goes on" + where + ". Restart the kernel to end it.");
    }

    /** Returns the kind of failure, in one word. */
    public String name() {
        return name;
    }

    /** Returns what happened; empty if there is nothing to say. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** Returns what is shown, with colours as terminals know them. */
    public List<String> lines() {
        return lines;
    }
}
