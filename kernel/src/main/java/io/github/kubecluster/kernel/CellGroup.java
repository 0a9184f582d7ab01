package io.github.kubecluster.kernel;

import org.jspecify.annotations.Nullable;

/** The threads of one cell. What ends one of them by an exception is told on the error stream of the cell. */
final class CellGroup extends ThreadGroup {
    private volatile boolean stopped;

    CellGroup(String name) {
        super(name);
    }

    /** Returns the group of the cell that {@code thread} is one of, or null if it is of none. */
    static @Nullable CellGroup of(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        while (group != null && !(group instanceof CellGroup)) {
            group = group.getParent();
        }
        return (CellGroup) group;
    }

    /** Interrupts all threads; {@link StopChecks} end those that run snippets. */
    void stopAll() {
        stopped = true;
        interrupt();
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (!(failure instanceof ThreadDeath)) {
            System.err.println("Thread \"" + thread.getName() + "\" ended:");
            failure.printStackTrace();
        }
    }
}
