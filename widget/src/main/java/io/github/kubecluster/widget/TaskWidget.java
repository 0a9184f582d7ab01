package io.github.kubecluster.widget;

import io.github.kubecluster.dask.ServiceThreads;
import io.github.kubecluster.dask.TaskProgress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far tasks are: a bar, their numbers, and a button that cancels those that are not done. When none is left to wait for, a
 * line stays. Thread-safe; it looks twice a second and sends what has changed.
 */
public final class TaskWidget {
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final double NANOS = Duration.ofSeconds(1).toNanos();
    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(ServiceThreads.factory("widget-tasks"));

    private final Supplier<TaskProgress> progress;
    private final Runnable cancellation;
    private final Consumer<String> end;
    private final long start = System.nanoTime();
    private final IntProgress bar;
    private final HTML numbers = HTML.of("");
    private final Button cancel = Button.of("Cancel").style(Style.DANGER).onOwnClick(this::cancel);
    private final VBox root;
    private @Nullable ScheduledFuture<?> looking;

    /**
     * @param progress tells how far the tasks are; it does not wait
     * @param cancellation cancels those that are not done; it does not wait
     * @param end takes the line that stays, once
     */
    public TaskWidget(Supplier<TaskProgress> progress, Runnable cancellation, Consumer<String> end) {
        this.progress = progress;
        this.cancellation = cancellation;
        this.end = end;
        bar = IntProgress.of(0, Math.max(1, progress.get().total())).description("Tasks");
        cancel.layout(Layouts.button());
        root = VBox.of(HBox.of(bar.layout(Layouts.bar()), cancel).layout(Layouts.row()), numbers);
        show(progress.get());
    }

    /** Begins to follow the tasks; to be called once, after this is shown. */
    public synchronized void follow() {
        looking = THREAD.scheduleWithFixedDelay(this::look, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns what is shown. */
    public Widget<?> root() {
        return root;
    }

    private synchronized void look() {
        TaskProgress now = progress.get();
        show(now);
        if (now.pending() == 0) {
            if (looking != null) {
                looking.cancel(false);
            }
            String line = now + String.format(" in %.1f s", (System.nanoTime() - start) / NANOS);
            root.children(HTML.of(SafeText.html(line)));
            end.accept(line);
        }
    }

    private void show(TaskProgress now) {
        bar.value(now.total() - now.pending());
        bar.style(now.failed() > 0 ? Style.DANGER : now.pending() == 0 ? Style.SUCCESS : Style.INFO);
        numbers.value(SafeText.html(now.toString()));
    }

    private void cancel() {
        cancel.disabled(true);
        cancellation.run();
    }
}
