package io.github.kubecluster.widget;

import io.github.kubecluster.dask.ServiceThreads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is to be done when something happens to a widget: one thing after another, on one thread, also while a cell runs.
 * What that prints appears in the cell that showed the widget.
 */
final class WidgetEvents {
    private static final Logger LOG = System.getLogger(WidgetEvents.class.getName());

    /** What users have written. */
    static final WidgetEvents USERS = new WidgetEvents("widget-events");
    /** What belongs to the product's own widgets, which answer also while users' handlers wait for something. */
    static final WidgetEvents OWN = new WidgetEvents("widget-own-events");

    private final ExecutorService thread;
    private @Nullable Thread busy;

    private WidgetEvents(String name) {
        thread = Executors.newSingleThreadExecutor(ServiceThreads.factory(name));
    }

    /** Has {@code work} run in its turn, on account of {@code model}. */
    void add(Model model, Runnable work) {
        thread.execute(() -> {
            Runnable told = () -> run(model, work);
            model.cell().ifPresentOrElse(cell -> cell.run(told), told);
        });
    }

    /** Interrupts what runs now. */
    synchronized void interrupt() {
        if (busy != null) {
            busy.interrupt();
        }
    }

    private void run(Model model, Runnable work) {
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

    private synchronized void begin(@Nullable Thread thread) {
        busy = thread;
        Thread.interrupted();
    }
}
