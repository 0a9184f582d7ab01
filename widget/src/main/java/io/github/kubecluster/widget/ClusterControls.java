package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.Scaling;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalInt;

/** The fields and buttons that size and close a cluster. What was asked for and what became of it stands below them. */
final class ClusterControls {
    private static final int MOST_WORKERS = 10_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final ClusterCommands commands;
    private final Clock clock;
    private final Label mode = Label.of("");
    private final IntText workers = IntText.of(0, MOST_WORKERS).description("Workers");
    private final IntText minimum = IntText.of(0, MOST_WORKERS).description("Minimum");
    private final IntText maximum = IntText.of(0, MOST_WORKERS).description("Maximum");
    private final Button scale = Button.of("Scale").style(Style.PRIMARY).onClick(this::scale);
    private final Button adapt = Button.of("Adapt").onClick(this::adapt);
    private final Button stop = Button.of("Stop adapting").onClick(this::stopAdapting);
    private final Button close = Button.of("Close cluster").style(Style.DANGER).onClick(this::close);
    private final Button confirm =
            Button.of("Yes, delete all of it").style(Style.DANGER).onClick(this::confirm);
    private final Button keep = Button.of("No").onClick(() -> ask(false));
    private final Layout closing = new Layout().visible(false);
    private final HTML result = HTML.of("");
    private final VBox root;

    private int target;
    private OptionalInt asked = OptionalInt.empty();
    private String askedAt = "";

    ClusterControls(ClusterCommands commands, ClusterStatus status, Clock clock) {
        this.commands = commands;
        this.clock = clock;
        Layout row = new Layout().with("flex-flow", "row wrap");
        Layout number = new Layout().width("170px");
        Layout wide = new Layout().width("auto").with("min-width", "110px");
        List.of(workers, minimum, maximum).forEach(field -> field.layout(number));
        List.of(scale, adapt, stop, close, confirm, keep).forEach(button -> button.layout(wide));
        root = VBox.of(
                mode,
                HBox.of(workers, scale).layout(row),
                HBox.of(minimum, maximum, adapt, stop).layout(row),
                HBox.of(close, HBox.of(confirm, keep).layout(closing)).layout(row),
                result);
        target = status.wanted();
        workers.value(target);
        Scaling.Adaptive bounds = status.scaling() instanceof Scaling.Adaptive adaptive
                ? adaptive
                : new Scaling.Adaptive(0, Math.max(1, target));
        minimum.value(bounds.minimum());
        maximum.value(bounds.maximum());
        update(status);
    }

    VBox root() {
        return root;
    }

    /** Follows {@code status}; what a user has typed and not sent stays. */
    synchronized void update(ClusterStatus status) {
        mode.value(new ClusterView(status).mode());
        if (workers.value() == target) {
            workers.value(Math.min(MOST_WORKERS, status.wanted()));
        }
        target = status.wanted();
        boolean open = status.phase() == ClusterPhase.STARTING || status.phase() == ClusterPhase.RUNNING;
        List.of(scale, adapt, close, confirm).forEach(button -> button.disabled(!open));
        List.of(workers, minimum, maximum).forEach(field -> field.disabled(!open));
        stop.disabled(!open || !(status.scaling() instanceof Scaling.Adaptive));
        if (status.phase() == ClusterPhase.CLOSED) {
            tell("The cluster is closed.");
        } else if (asked.isPresent()
                && status.ready() == asked.getAsInt()
                && status.workers().size() == asked.getAsInt()) {
            tell(asked.getAsInt() + " workers are ready; asked for at " + askedAt + ".");
            asked = OptionalInt.empty();
        }
    }

    private void scale() {
        int wanted = workers.value();
        ask("Asked for " + wanted + " workers", () -> commands.scale(wanted), OptionalInt.of(wanted));
    }

    private void adapt() {
        int least = minimum.value();
        int most = maximum.value();
        ask(
                "Asked to adapt between " + least + " and " + most + " workers",
                () -> commands.adapt(least, most),
                OptionalInt.empty());
    }

    private synchronized void stopAdapting() {
        int now = target;
        ask("Asked to stay at " + now + " workers", () -> commands.scale(now), OptionalInt.empty());
    }

    private void close() {
        ask(true);
    }

    private void confirm() {
        ask(false);
        ask("Asked to close the cluster", commands::close, OptionalInt.empty());
    }

    private void ask(boolean really) {
        closing.visible(really);
    }

    /** Does what was asked for; a refusal is told in its own words. */
    private void ask(String what, Runnable command, OptionalInt workersToCome) {
        synchronized (this) {
            askedAt = LocalTime.now(clock).format(TIME);
            asked = workersToCome;
            tell(what + " at " + askedAt + " …");
        }
        try {
            command.run();
        } catch (RuntimeException e) {
            synchronized (this) {
                asked = OptionalInt.empty();
                tell(what + " at " + askedAt + ": " + e.getMessage());
            }
        }
    }

    private void tell(String text) {
        result.value(SafeText.html(text));
    }
}
