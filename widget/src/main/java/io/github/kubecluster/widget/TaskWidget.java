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
 * How far tasks are: a bar, their numbers, and a button that cancels those that are not done. At the end a line stays.
 * Thread-safe; it sends what has changed.
 */
public final class TaskWidget {
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final double NANOS = Duration.ofSeconds(1).toNanos();
    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(ServiceThreads.factory("widget-tasks"));

    private final Runnable cancellation;
    private final Consumer<String> end;
    private final long start;
    private final IntProgress bar = IntProgress.of(0, 1).description("Tasks");
    private final HTML numbers = HTML.of("");
    private final Button cancel = Button.of("Cancel").style(Style.DANGER).onOwnClick(this::cancel);
    private final VBox root;
    private @Nullable ScheduledFuture<?> looking;

    /**
     * @param now how far the tasks are
     * @param start when they began, by {@link System#nanoTime}
     * @param cancellation cancels those that are not done; it does not wait
     * @param end takes the line that stays, once
     */
    public TaskWidget(TaskProgress now, long start, Runnable cancellation, Consumer<String> end) {
        this.start = start;
        this.cancellation = cancellation;
        this.end = end;
        cancel.layout(Layouts.button());
        root = VBox.of(HBox.of(bar.layout(Layouts.bar()), cancel).layout(Layouts.row()), numbers);
        update(now);
    }

    /**
     * Looks at the tasks twice a second from now on, until none is left to wait for; to be called once, after this is shown.
     *
     * @param progress tells how far the tasks are; it does not wait
     */
    public synchronized void follow(Supplier<TaskProgress> progress) {
        looking =
                THREAD.scheduleWithFixedDelay(() -> look(progress.get()), 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns what is shown. */
    public Widget<?> root() {
        return root;
    }

    private synchronized void look(TaskProgress now) {
        update(now);
        if (now.pending() == 0) {
            if (looking != null) {
                looking.cancel(false);
            }
            end(now);
        }
    }

    /** Shows how far the tasks are. */
    public void update(TaskProgress now) {
        bar.most(Math.max(1, now.total()));
        bar.value(now.total() - now.pending());
        bar.style(now.failed() > 0 ? Style.DANGER : now.pending() == 0 ? Style.SUCCESS : Style.INFO);
        numbers.value(SafeText.html(now.toString()));
    }

    /** Leaves a line that tells how far the tasks have come, and in what time. */
    public void end(TaskProgress last) {
        String line = last + String.format(" in %.1f s", (System.nanoTime() - start) / NANOS);
        root.children(HTML.of(SafeText.html(line)));
        end.accept(line);
    }

    private void cancel() {
        cancel.disabled(true);
        cancellation.run();
    }
}
