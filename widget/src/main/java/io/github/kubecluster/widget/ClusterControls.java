package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.Scaling;
import java.util.List;

/** The fields and buttons that size a cluster. What was asked for and what became of it stands below them. */
final class ClusterControls {
    private static final int MOST_WORKERS = 10_000;

    private final ClusterCommands commands;
    private final Outcome outcome;
    private final Label mode = Label.of("");
    private final IntText workers = IntText.of(0, MOST_WORKERS).description("Workers");
    private final IntText minimum = IntText.of(0, MOST_WORKERS).description("Minimum");
    private final IntText maximum = IntText.of(0, MOST_WORKERS).description("Maximum");
    private final Button scale = Button.of("Scale").style(Style.PRIMARY).onOwnClick(this::scale);
    private final Button adapt = Button.of("Adapt").onOwnClick(this::adapt);
    private final Button stop = Button.of("Stop adapting").onOwnClick(this::stopAdapting);
    private final VBox root;

    private int target;
    private Scaling.Adaptive bounds;

    ClusterControls(ClusterCommands commands, ClusterStatus status, ActionLog log) {
        this.commands = commands;
        this.outcome = new Outcome(log);
        Layout row = Layouts.row();
        Layout number = Layouts.number();
        Layout button = Layouts.button();
        List.of(workers, minimum, maximum).forEach(field -> field.layout(number));
        List.of(scale, adapt, stop).forEach(each -> each.layout(button));
        root = VBox.of(
                mode,
                HBox.of(workers, scale).layout(row),
                HBox.of(minimum, maximum, adapt, stop).layout(row),
                outcome.shown());
        target = status.wanted();
        bounds = new Scaling.Adaptive(0, Math.max(1, target));
        fill(workers, target);
        fill(minimum, bounds.minimum());
        fill(maximum, bounds.maximum());
        update(status);
    }

    VBox root() {
        return root;
    }

    /** Follows {@code status}; what a user has typed and not sent stays. */
    synchronized void update(ClusterStatus status) {
        mode.value(new ClusterView(status).mode());
        if (workers.value() == target) {
            fill(workers, status.wanted());
        }
        target = status.wanted();
        if (status.scaling() instanceof Scaling.Adaptive now) {
            follow(now);
        }
        boolean open = status.phase() == ClusterPhase.STARTING || status.phase() == ClusterPhase.RUNNING;
        List.of(scale, adapt).forEach(button -> button.disabled(!open));
        List.of(workers, minimum, maximum).forEach(field -> field.disabled(!open));
        stop.disabled(!open || !(status.scaling() instanceof Scaling.Adaptive));
        outcome.follow(status);
    }

    private void follow(Scaling.Adaptive now) {
        if (minimum.value() == bounds.minimum() && maximum.value() == bounds.maximum()) {
            fill(minimum, now.minimum());
            fill(maximum, now.maximum());
        }
        bounds = now;
    }

    private static void fill(IntText field, int number) {
        field.value(Math.min(MOST_WORKERS, number));
    }

    private void scale() {
        int wanted = workers.value();
        outcome.ask(
                "Asked for " + wanted + " workers",
                () -> commands.scale(wanted),
                status -> status.ready() == wanted && status.workers().size() == wanted,
                wanted + " workers are ready");
    }

    private void adapt() {
        int least = minimum.value();
        int most = maximum.value();
        String between = "between " + least + " and " + most + " workers";
        outcome.ask(
                "Asked to adapt " + between,
                () -> commands.adapt(least, most),
                status -> status.scaling() instanceof Scaling.Adaptive now
                        && now.minimum() == least
                        && now.maximum() == most,
                "The load decides now, " + between);
    }

    private void stopAdapting() {
        int now = target();
        outcome.ask(
                "Asked to stay at " + now + " workers",
                () -> commands.scale(now),
                status -> status.scaling() instanceof Scaling.Fixed,
                "The load decides no more");
    }

    private synchronized int target() {
        return target;
    }
}
