package io.github.kubecluster.interpreter;

import java.util.Arrays;

/** What {@link System#exit} does in cells and their libraries: it ends the cell and not the JVM, which others work in. */
public final class SystemExit extends Error {
    private SystemExit(int status) {
        super("System.exit(" + status
                + ") ends the cell and not the kernel. To end the kernel, shut it down in Jupyter.");
        StackTraceElement[] trace = getStackTrace();
        // Who called is what tells something.
        setStackTrace(Arrays.copyOfRange(trace, Math.min(1, trace.length), trace.length));
    }

    /** Called by cells in the place of {@link System#exit}, see {@link ExitCalls}. */
    @SuppressWarnings("DoNotCallSuggester") // cells are to call it
    public static void exit(int status) {
        throw new SystemExit(status);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the name of the class is none that users know
    public String toString() {
        return "SystemExit: " + getMessage();
    }
}
