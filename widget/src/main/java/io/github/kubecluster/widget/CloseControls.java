package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;

/** The buttons that close a cluster, in two steps. */
final class CloseControls {
    private final ClusterCommands commands;
    private final Outcome outcome;
    private final Confirmation close = new Confirmation("Close cluster", this::confirmed);
    private final VBox root;

    CloseControls(ClusterCommands commands, ActionLog log) {
        this.commands = commands;
        this.outcome = new Outcome(log);
        root = VBox.of(close.root(), outcome.shown());
    }

    VBox root() {
        return root;
    }

    void update(ClusterStatus status) {
        boolean open = status.phase() == ClusterPhase.STARTING || status.phase() == ClusterPhase.RUNNING;
        close.disabled(!open);
        outcome.follow(status);
    }

    private void confirmed() {
        outcome.ask(
                "Asked to close the cluster",
                commands::close,
                status -> status.phase() == ClusterPhase.CLOSED,
                "The cluster is closed");
    }
}
