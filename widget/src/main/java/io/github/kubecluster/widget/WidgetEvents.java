package io.github.kubecluster.widget;

import io.github.kubecluster.dask.ServiceThreads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs what users want done when something happens to a widget: one thing after another, on one thread, also while a cell
 * runs. What that prints appears in the cell that showed the widget.
 */
final class WidgetEvents {
    private static final Logger LOG = System.getLogger(WidgetEvents.class.getName());
    private static final ExecutorService THREAD =
            Executors.newSingleThreadExecutor(ServiceThreads.factory("widget-events"));
    private static @Nullable Thread busy;

    private WidgetEvents() {}

    /** Has {@code work} run in its turn, on account of {@code model}. */
    static void add(Model model, Runnable work) {
        THREAD.execute(() -> {
            Runnable told = () -> run(model, work);
            model.cell().ifPresentOrElse(cell -> cell.run(told), told);
        });
    }

    /** Interrupts what runs now. */
    static synchronized void interrupt() {
        if (busy != null) {
            busy.interrupt();
        }
    }

    private static void run(Model model, Runnable work) {
        begin(Thread.currentThread());
        try {
            work.run();
        } catch (Throwable e) {
            LOG.log(Level.INFO, "A handler of a widget failed.", e);
            model.shownBy().ifPresent(widgets -> widgets.fail(e));
        } finally {
            begin(null);
        }
    }

    private static synchronized void begin(@Nullable Thread thread) {
        busy = thread;
        Thread.interrupted();
    }
}
