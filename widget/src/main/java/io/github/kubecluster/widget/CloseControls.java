package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import java.util.List;

/** The buttons that close a cluster, in two steps. */
final class CloseControls {
    private final ClusterCommands commands;
    private final Outcome outcome;
    private final Layout asking = new Layout().visible(false);
    private final Button close = Button.of("Close cluster").style(Style.DANGER).onOwnClick(() -> asking.visible(true));
    private final Button confirm =
            Button.of("Yes, delete all of it").style(Style.DANGER).onOwnClick(this::confirm);
    private final Button keep = Button.of("No").onOwnClick(() -> asking.visible(false));
    private final VBox root;

    CloseControls(ClusterCommands commands, ActionLog log) {
        this.commands = commands;
        this.outcome = new Outcome(log);
        Layout row = Layouts.row();
        Layout button = Layouts.button();
        List.of(close, confirm, keep).forEach(each -> each.layout(button));
        root = VBox.of(HBox.of(close, HBox.of(confirm, keep).layout(asking)).layout(row), outcome.shown());
    }

    VBox root() {
        return root;
    }

    void update(ClusterStatus status) {
        boolean open = status.phase() == ClusterPhase.STARTING || status.phase() == ClusterPhase.RUNNING;
        List.of(close, confirm).forEach(button -> button.disabled(!open));
        outcome.follow(status);
    }

    private void confirm() {
        asking.visible(false);
        outcome.ask(
                "Asked to close the cluster",
                commands::close,
                status -> status.phase() == ClusterPhase.CLOSED,
                "The cluster is closed");
    }
}
