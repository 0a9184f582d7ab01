package io.github.kubecluster.interpreter;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.BooleanSupplier;

/**
 * Decides for the checks that the JDK weaves into snippets, since Java 20, which threads they end: those of stopped cells,
 * also of one that did not end at once because it waited in a library.
 */
final class StopChecks {
    /** The class that snippets call. */
    static final String CHECKED = "REPL.$Cancel$";

    /** The name of the method that they call; it takes nothing and returns nothing. */
    static final String CHECK = "stopCheck";

    private final Field allStop;
    private final List<CellGroup> stopped = new ArrayList<>();
    private volatile boolean stopping;

    /** @param loader loads the classes of snippets, and {@link #checkedClass} for them */
    StopChecks(ClassLoader loader) {
        try {
            Class<?> checked = loader.loadClass(CHECKED);
            checked.getField("isStopped").set(null, (BooleanSupplier) this::isStopped);
            allStop = checked.getField("allStop");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot have cells check whether they are to stop.", e);
        }
    }

    /** Returns the bytes of {@link REPL.$Cancel$}. */
    static byte[] checkedClass() {
        try (InputStream bytes = StopChecks.class.getResourceAsStream("/" + CHECKED.replace('.', '/') + ".class")) {
            return requireNonNull(bytes).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the threads of {@code cell}, which is stopped, where they check, and those that work for all cells. */
    synchronized void add(CellGroup cell) {
        stopped.add(cell);
        stopping = true;
        tell();
    }

    /** Has the checks look for stopped threads as long as there are some. */
    synchronized void update() {
        stopped.removeIf(cell -> cell.activeCount() == 0);
        stopping = false;
        tell();
    }

    private void tell() {
        try {
            allStop.setBoolean(null, !stopped.isEmpty());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Cannot tell cells that they are to stop.", e);
        }
    }

    private boolean isStopped() {
        Thread thread = Thread.currentThread();
        if (thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool()) {
            return stopping;
        }
        CellGroup cell = CellGroup.of(thread);
        return cell != null && cell.isStopped();
    }
}
