package io.github.kubecluster.interpreter;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs code of a cell, in a thread group that the threads which it starts are in too. */
final class CellThread extends Thread {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final CellGroup group;
    private final CellWork work;
    private volatile @Nullable Object result;
    private volatile @Nullable Throwable failure;

    /** Makes a thread that inherits from the current one what it works for. */
    CellThread(CellGroup group, ClassLoader loader, CellWork work) {
        super(group, group.getName());
        this.group = group;
        this.work = work;
        setContextClassLoader(loader);
        setDaemon(true);
    }

    /** Starts the code. If the system has no thread for it, that is its failure. */
    void begin() {
        try {
            start();
        } catch (OutOfMemoryError e) {
            failure = e;
        }
    }

    @Override
    public void run() {
        try {
            result = work.run();
        } catch (OutOfMemoryError e) {
            HeapReserve.release();
            failure = e;
        } catch (Throwable e) {
            failure = e;
        }
    }

    /**
     * Waits until the code ends, whatever interrupts the current thread.
     *
     * @param stopped whether the code has been told to stop
     * @param patience how long it may go on nevertheless before the wait ends
     * @return whether the code has ended
     */
    boolean awaitEnd(BooleanSupplier stopped, Duration patience) {
        long most = Math.max(1, patience.dividedBy(LOOK));
        for (long looks = 0; isAlive() && looks < most; looks = stopped.getAsBoolean() ? looks + 1 : 0) {
            try {
                TimeUnit.MILLISECONDS.timedJoin(this, LOOK.toMillis());
            } catch (InterruptedException e) {
                // Who interrupts this thread interrupts the cell's as well, and that one decides when it ends.
            }
        }
        return !isAlive();
    }

    /** Returns what the code returned; null if it has not. */
    @Nullable
    Object result() {
        return result;
    }

    /** Returns what the code threw, or null if it has thrown nothing. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Returns the threads that this one is the first of. */
    CellGroup group() {
        return group;
    }
}
