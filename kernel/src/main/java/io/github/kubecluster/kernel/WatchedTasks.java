package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.DaskFuture;
import io.github.kubecluster.dask.TaskProgress;
import io.github.kubecluster.widget.TaskWidget;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows how far tasks are, below the cell that asks for it. */
final class WatchedTasks {
    private WatchedTasks() {}

    static void show(JavaKernel kernel, Collection<DaskFuture> futures) {
        List<DaskFuture> tasks = List.copyOf(futures);
        show(
                        kernel,
                        TaskProgress.of(tasks),
                        System.nanoTime(),
                        () -> tasks.stream().filter(task -> !task.done()).forEach(DaskFuture::cancel))
                .follow(() -> TaskProgress.of(tasks));
    }

    /** Shows how far tasks are, for the cell that this thread works for; the line of their end takes the widget's place. */
    static TaskWidget show(JavaKernel kernel, TaskProgress now, long start, Runnable cancellation) {
        String place = "tasks-" + UUID.randomUUID();
        TaskWidget widget =
                new TaskWidget(now, start, cancellation, line -> kernel.update(new DisplayData(line), place));
        DisplayData live = kernel.render(widget.root());
        live.putText(now.toString());
        kernel.display(live, place);
        return widget;
    }
}
