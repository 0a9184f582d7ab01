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
        String place = "tasks-" + UUID.randomUUID();
        TaskWidget widget = new TaskWidget(
                TaskProgress.of(tasks),
                System.nanoTime(),
                () -> tasks.stream().filter(task -> !task.done()).forEach(DaskFuture::cancel),
                line -> kernel.update(new DisplayData(line), place));
        DisplayData live = kernel.render(widget.root());
        live.putText(TaskProgress.of(tasks).toString());
        kernel.display(live, place);
        widget.follow(() -> TaskProgress.of(tasks));
    }
}
