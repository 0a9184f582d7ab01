package io.github.kubecluster.kernel;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of a cell. Threads that the code starts are in its thread group; what ends one of them by an exception is
 * told on the error stream of the cell.
 */
final class CellThread extends Thread {
    /** Code of a cell. */
    @FunctionalInterface
    interface Work {
        @Nullable
        Object run() throws Throwable;
    }

    private final Work work;
    private volatile @Nullable Object result;
    private volatile @Nullable Throwable failure;

    /** Makes a thread that inherits from the current one what it works for. */
    CellThread(String name, ClassLoader loader, Work work) {
        super(new CellGroup(name), name);
        this.work = work;
        setContextClassLoader(loader);
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            result = work.run();
        } catch (Throwable e) {
            failure = e;
        }
    }

    /** Runs the code and waits until it ends, whatever interrupts the current thread, which gets what is thrown. */
    @Nullable
    Object runToEnd() throws Throwable {
        start();
        while (isAlive()) {
            try {
                TimeUnit.HOURS.timedJoin(this, 1);
            } catch (InterruptedException e) {
                // Who interrupts this thread interrupts the cell's as well, and that one decides when it ends.
            }
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return result;
    }

    /** Interrupts this thread and those that were started from it. */
    void interruptAll() {
        ThreadGroup group = getThreadGroup();
        if (group != null) {
            group.interrupt();
        }
    }

    private static final class CellGroup extends ThreadGroup {
        CellGroup(String name) {
            super(name);
        }

        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            if (!(failure instanceof ThreadDeath)) {
                System.err.println("Thread \"" + thread.getName() + "\" ended:");
                failure.printStackTrace();
            }
        }
    }
}
