package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.dask.ServiceThreads;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What can be done with one worker: to see its log, and to have it leave. */
final class WorkerControls {
    private static final List<String> NONE = List.of("no worker");

    private final ClusterCommands commands;
    private final Dropdown<String> worker = Dropdown.of(NONE).description("Worker");
    private final Button log = Button.of("Show log").onClick(this::showLog);
    private final Button retire = Button.of("Retire").onClick(this::retire);
    private final HTML result = HTML.of("");
    private final VBox root =
            VBox.of(HBox.of(worker, log, retire).layout(new Layout().with("flex-flow", "row wrap")), result);

    WorkerControls(ClusterCommands commands) {
        this.commands = commands;
    }

    VBox root() {
        return root;
    }

    void update(ClusterStatus status) {
        List<String> names = status.workers().stream().map(WorkerStatus::name).toList();
        worker.options(names.isEmpty() ? NONE : names);
        List.of(log, retire).forEach(button -> button.disabled(names.isEmpty()));
    }

    private void retire() {
        String name = worker.value();
        result.value(SafeText.html("Asked worker " + name + " to leave; its data moves to others first."));
        result.value(told(() -> {
            commands.retire(name);
            return result.value();
        }));
    }

    /** Reads on another thread: the place of the pods may be slow to answer. */
    private void showLog() {
        String name = worker.value();
        result.value(SafeText.html("Reading the log of " + name + " …"));
        ServiceThreads.start("widget-log", () -> result.value(told(() -> logged(name))));
    }

    private String logged(String name) {
        List<String> lines = commands.log(name);
        String text = lines.stream().map(SafeText::html).collect(Collectors.joining("\n"));
        return "<pre style=\"max-height:24em;overflow:auto\" tabindex=\"0\">"
                + (lines.isEmpty() ? "The log of " + SafeText.html(name) + " is empty." : text) + "</pre>";
    }

    private static String told(Supplier<String> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return SafeText.html(String.valueOf(e.getMessage()));
        }
    }
}
