package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.dask.ServiceThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What can be done with one worker: to see its log, and to have it leave. */
final class WorkerControls {
    private static final List<String> NONE = List.of("no worker");
    /** A list of all would be too long to send where there are thousands, and to choose from. */
    private static final int MOST = 400;

    private static final int MOST_CHARACTERS = 48 << 10;

    private final ClusterCommands commands;
    private final Outcome outcome;
    private final Dropdown<String> worker = Dropdown.of(NONE).description("Worker");
    private final Button log = Button.of("Show log").onOwnClick(this::showLog);
    private final Button retire = Button.of("Retire").onOwnClick(this::retire);
    private final HTML text = HTML.of("");
    private final VBox root;

    WorkerControls(ClusterCommands commands, ActionLog actions) {
        this.commands = commands;
        this.outcome = new Outcome(actions);
        List.of(log, retire).forEach(button -> button.layout(Layouts.button()));
        root = VBox.of(HBox.of(worker, log, retire).layout(Layouts.row()), outcome.shown(), text);
    }

    VBox root() {
        return root;
    }

    void update(ClusterStatus status) {
        List<String> names =
                status.workers().stream().map(WorkerStatus::name).limit(MOST).toList();
        worker.options(names.isEmpty() ? NONE : names);
        List.of(log, retire).forEach(button -> button.disabled(names.isEmpty()));
        outcome.follow(status);
    }

    private void retire() {
        String name = worker.value();
        outcome.ask(
                "Asked worker " + name + " to hand its data over and leave",
                () -> commands.retire(name),
                status -> status.workers().stream()
                        .noneMatch(there -> there.name().equals(name)),
                "Worker " + name + " has left");
    }

    /** Reads on another thread: the place of the pods may be slow to answer. */
    private void showLog() {
        String name = worker.value();
        text.value(SafeText.html("Reading the log of " + name + " …"));
        ServiceThreads.start("widget-log", () -> text.value(logged(name)));
    }

    /** Returns as many of the last lines as one message should carry. */
    private static String end(List<String> lines) {
        Deque<String> last = new ArrayDeque<>();
        int length = 0;
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = SafeText.html(lines.get(i));
            length += line.length() + 1;
            if (length > MOST_CHARACTERS) {
                break;
            }
            last.addFirst(line);
        }
        return String.join("\n", last);
    }

    private String logged(String name) {
        try {
            List<String> lines = commands.log(name);
            return "<pre style=\"max-height:24em;overflow:auto\" tabindex=\"0\">"
                    + (lines.isEmpty() ? "The log of " + SafeText.html(name) + " is empty." : end(lines)) + "</pre>";
        } catch (RuntimeException e) {
            return SafeText.html(String.valueOf(e.getMessage()));
        }
    }
}
