package io.github.kubecluster.interpreter;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The threads of one cell. What ends one of them by an exception is told on the error stream of the cell. */
final class CellGroup extends ThreadGroup {
    /** Later versions of Java do not have {@link Thread#stop} any more. */
    private static final boolean THREADS_STOP = Runtime.version().feature() < 20;

    private final Function<Throwable, List<String>> trace;
    private volatile boolean stopped;

    /** @param trace returns the lines that tell of an exception */
    CellGroup(String name, Function<Throwable, List<String>> trace) {
        super(name);
        this.trace = trace;
    }

    /** Returns the group of the cell that {@code thread} is one of, or null if it is of none. */
    static @Nullable CellGroup of(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        while (group != null && !(group instanceof CellGroup)) {
            group = group.getParent();
        }
        return (CellGroup) group;
    }

    /** Interrupts all threads, and stops them where that is still possible; {@link StopChecks} end them elsewhere. */
    @SuppressWarnings("removal")
    void stopAll() {
        stopped = true;
        interrupt();
        if (THREADS_STOP) {
            stop();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (!(failure instanceof ThreadDeath)) {
            List<String> lines = trace.apply(failure);
            System.err.print("Thread \"" + thread.getName() + "\" ended: " + String.join("\n", lines) + "\n");
        }
    }
}
