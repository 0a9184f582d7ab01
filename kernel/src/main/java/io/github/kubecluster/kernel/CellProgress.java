package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.ClientProgress;
import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.ServiceThreads;
import io.github.kubecluster.dask.TaskProgress;
import io.github.kubecluster.jupyter.Request;
import io.github.kubecluster.widget.TaskWidget;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows below a {@code %%dask} cell that takes longer than a second how far its tasks are, with a button that interrupts it; a
 * line stays. A scheduler that does not tell is no reason for the cell to fail: then nothing is shown.
 */
final class CellProgress implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CellProgress.class.getName());
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration UNSEEN = Duration.ofSeconds(1);
    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(ServiceThreads.factory("cell-progress"));

    private final JavaKernel kernel;
    private final Request cell;
    private final DaskCells cells;
    private final long start = System.nanoTime();
    private final ScheduledFuture<?> looking;
    private volatile @Nullable ClientProgress tasks;
    private volatile TaskProgress last = new TaskProgress(0, 0, 0, 0);
    private @Nullable TaskWidget shown;
    private volatile boolean wentWell;
    private boolean over;

    private CellProgress(JavaKernel kernel, Request cell, DaskCells cells) {
        this.kernel = kernel;
        this.cell = cell;
        this.cells = cells;
        looking = THREAD.scheduleWithFixedDelay(this::look, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to follow the tasks of the cell that {@code request} runs. */
    static CellProgress follow(JavaKernel kernel, Request request, DaskCells cells) {
        return new CellProgress(kernel, request, cells);
    }

    private void look() {
        try {
            ClientProgress asked = tasks;
            if (asked == null) {
                tasks = cells.progress().orElse(null);
            } else {
                show(asked.now());
            }
        } catch (DaskException | IllegalStateException e) {
            LOG.log(Level.INFO, "The progress of a cell is not known", e);
            throw e;
        }
    }

    private synchronized void show(TaskProgress now) {
        last = now;
        if (over || now.total() == 0 || System.nanoTime() - start < UNSEEN.toNanos()) {
            return;
        }
        TaskWidget widget = shown;
        if (widget != null) {
            widget.update(now);
        } else {
            cell.run(() -> shown = WatchedTasks.show(kernel, now, start, cells::interrupt));
        }
    }

    /** Says that the cell has not failed: its tasks that the scheduler has forgotten since are done. */
    void wentWell() {
        wentWell = true;
    }

    /** Leaves a line, if anything was shown. */
    @Override
    public void close() {
        looking.cancel(false);
        TaskWidget widget = end();
        if (widget != null) {
            widget.end(wentWell ? latest() : cancelled());
        }
    }

    private synchronized @Nullable TaskWidget end() {
        over = true;
        return shown;
    }

    private TaskProgress latest() {
        try {
            return Objects.requireNonNull(tasks).now();
        } catch (DaskException | IllegalStateException e) {
            LOG.log(Level.INFO, "The end of a cell's tasks is not known", e);
            return last;
        }
    }

    private TaskProgress cancelled() {
        return new TaskProgress(last.total(), last.finished(), last.failed(), last.pending());
    }
}
