package io.github.kubecluster.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs cells, one at a time: their Java and their magics in the order in which they are written. */
final class CellRunner {
    private static final Logger LOG = System.getLogger(CellRunner.class.getName());

    /** Python code that a magic runs may take some seconds to end, and ten at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final JavaInterpreter interpreter;
    private final KernelMagics magics;
    private final Duration patience;
    private boolean running;
    private OptionalLong idleStop = OptionalLong.empty();
    private volatile int cell;
    private volatile @Nullable CellThread working;

    CellRunner(JavaInterpreter interpreter, KernelMagics magics) {
        this(interpreter, magics, PATIENCE);
    }

    /** @param patience how long a magic may go on when it is stopped, before it is given up */
    CellRunner(JavaInterpreter interpreter, KernelMagics magics, Duration patience) {
        this.interpreter = interpreter;
        this.magics = magics;
        this.patience = patience;
    }

    /**
     * Does {@code work} as cell number {@code number}, which {@link #stop} stops.
     *
     * @param asked when the frontend asked for it, by {@link System#nanoTime}: a stop since then is for this cell, unless
     *     another one ran then
     */
    <T> T asCell(int number, long asked, Supplier<T> work) {
        begin(number, asked);
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /**
     * Runs the code of a cell, or of a magic in a cell, and returns the value of its last part.
     *
     * @throws CellFailure if part of it is not Java, fails, or is stopped; what comes after has not run
     */
    @Nullable
    Object run(String code) {
        List<Step> steps = new ArrayList<>();
        for (Part part : CellParts.of(code, cell, magics::isLineMagic)) {
            steps.add(step(part));
        }
        Object value = null;
        for (Step step : steps) {
            value = step.run();
        }
        return value;
    }

    /**
     * Runs {@code work} so that {@link #stop} interrupts it.
     *
     * @throws CellFailure if it fails or is interrupted
     */
    @Nullable
    Object call(CellThread.Work work) {
        try {
            return interruptibly(work);
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new CellFailure(e.getClass().getSimpleName(), e.getMessage(), interpreter.trace(e), e);
        }
    }

    /** Stops the cell that runs, or that is the next to run. Java is stopped; a magic is interrupted and ends itself. */
    synchronized void stop() {
        if (!running) {
            idleStop = OptionalLong.of(System.nanoTime());
            return;
        }
        interpreter.stop();
        CellThread thread = working;
        if (thread != null) {
            thread.group().stopAll();
        }
    }

    private synchronized void begin(int number, long asked) {
        running = true;
        cell = number;
        interpreter.allow("cell-" + number);
        if (idleStop.isPresent() && asked - idleStop.getAsLong() < 0) {
            interpreter.stop();
        }
        idleStop = OptionalLong.empty();
    }

    private synchronized void end() {
        running = false;
        interpreter.allow("cell");
    }

    private Step step(Part part) {
        if (part instanceof JavaCode code) {
            List<Piece> pieces = interpreter.split(code);
            return () -> interpreter.run(pieces);
        }
        MagicCall call = (MagicCall) part;
        return () -> call(call);
    }

    private @Nullable Object call(MagicCall call) {
        try {
            return interruptibly(() -> magics.call(call));
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable e) {
            LOG.log(Level.DEBUG, "Magic \"" + call.name() + "\" failed.", e);
            throw CellFailure.of(e.getClass().getSimpleName(), e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private @Nullable Object interruptibly(CellThread.Work work) throws Throwable {
        CellThread thread =
                new CellThread(new CellGroup("cell-" + cell, interpreter::trace), interpreter.loader(), work);
        CellThread outer = working;
        working = thread;
        try {
            if (interpreter.isStopped()) {
                throw CellFailure.interrupted();
            }
            thread.start();
            if (!thread.awaitEnd(interpreter::isStopped, patience)) {
                throw CellFailure.goesOn(thread);
            }
            return thread.result();
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable e) {
            throw interpreter.isStopped() ? CellFailure.interrupted() : e;
        } finally {
            working = outer;
        }
    }

    @FunctionalInterface
    private interface Step {
        @Nullable
        Object run();
    }
}
