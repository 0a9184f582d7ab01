package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.CellWork;
import io.github.kubecluster.interpreter.JavaInterpreter;
import io.github.kubecluster.interpreter.Piece;
import io.github.kubecluster.widget.Widget;
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
    private final StartUpFile startUp;
    private boolean started;
    private boolean running;
    private OptionalLong idleStop = OptionalLong.empty();
    private volatile int cell;

    CellRunner(JavaInterpreter interpreter, KernelMagics magics) {
        this(interpreter, magics, PATIENCE, StartUpFile.find(System.getenv()));
    }

    /**
     * @param patience how long a magic may go on when it is stopped, before it is given up
     * @param startUp runs as the beginning of the first cell
     */
    CellRunner(JavaInterpreter interpreter, KernelMagics magics, Duration patience, StartUpFile startUp) {
        this.interpreter = interpreter;
        this.magics = magics;
        this.patience = patience;
        this.startUp = startUp;
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
            startUp();
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
        return run(code, new CellLine(cell, 1));
    }

    /** Runs code that begins at {@code start}, as {@link #run(String)} does. */
    @Nullable
    Object run(String code, CellLine start) {
        List<Step> steps = new ArrayList<>();
        for (Part part : CellParts.of(code, start, magics::isLineMagic)) {
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
    Object call(CellWork work) {
        try {
            return interpreter.call(work, patience);
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new CellFailure(e.getClass().getSimpleName(), e.getMessage(), interpreter.trace(e), e);
        }
    }

    /** Runs the start-up file, once. A cell that follows runs also if that fails. */
    private void startUp() {
        if (started) {
            return;
        }
        started = true;
        try {
            startUp.run(code -> run(code, new CellLine(CellLine.START_UP, 1)));
        } catch (CellFailure e) {
            System.err.println(String.join("\n", e.lines()));
        }
    }

    /** Stops the cell that runs, or that is the next to run. Java is stopped; a magic is interrupted and ends itself. */
    synchronized void stop() {
        if (!running) {
            idleStop = OptionalLong.of(System.nanoTime());
            return;
        }
        interpreter.stop();
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
        if (part instanceof JavaPart java) {
            List<Piece> pieces = interpreter.split(java.code());
            boolean closed = java.code().text().stripTrailing().endsWith(";");
            return () -> unlessMeans(interpreter.run(pieces), closed);
        }
        MagicCall call = (MagicCall) part;
        return () -> {
            Object value = call(call);
            call.variable().ifPresent(variable -> variable.set(value, call.start(), interpreter));
            return call.variable().isPresent() ? null : value;
        };
    }

    /**
     * What prints returns the stream that it printed to, and what changes a widget returns the widget; nobody wants to see
     * that.
     *
     * @param closed whether a semicolon stands at the end
     */
    private static @Nullable Object unlessMeans(@Nullable Object value, boolean closed) {
        boolean changed = closed && value instanceof Widget<?>;
        return changed || value == System.out || value == System.err ? null : value;
    }

    private @Nullable Object call(MagicCall call) {
        try {
            return interpreter.call(() -> magics.call(call), patience);
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable e) {
            LOG.log(Level.DEBUG, "Magic \"" + call.name() + "\" failed.", e);
            throw CellFailure.of(e.getClass().getSimpleName(), e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Step {
        @Nullable
        Object run();
    }
}
