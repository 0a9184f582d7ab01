package io.github.kubecluster.interpreter;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Calls what works for a cell and is no snippet, on a thread of the cell, so that a stop of the cell interrupts it. */
final class CellCalls {
    private final BooleanSupplier stopped;
    private volatile @Nullable CellThread working;

    /** @param stopped whether the cell was stopped */
    CellCalls(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /** Runs {@code thread} as {@link JavaInterpreter#call} says. */
    @Nullable
    Object call(CellThread thread, Duration patience) throws Throwable {
        CellThread outer = working;
        working = thread;
        try {
            if (stopped.getAsBoolean()) {
                throw CellFailure.interrupted();
            }
            thread.begin();
            if (!thread.awaitEnd(stopped, patience)) {
                throw CellFailure.goesOn(thread);
            }
            Throwable failure = thread.failure();
            if (failure != null) {
                throw failure;
            }
            return thread.result();
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable e) {
            throw stopped.getAsBoolean() ? CellFailure.interrupted() : e;
        } finally {
            working = outer;
        }
    }

    /** Interrupts the call that was made last, if it has not ended. */
    void stop() {
        CellThread thread = working;
        if (thread != null) {
            thread.group().interrupt();
        }
    }
}
