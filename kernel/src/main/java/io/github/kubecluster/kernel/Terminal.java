package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.KubeCluster;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;

/** A shell as the place of a command line: everything is text on standard output. */
record Terminal(PrintStream out) implements Front {
    @Override
    public void adopt(KubeCluster cluster) {}

    @Override
    public Optional<KubeCluster> current() {
        return Optional.empty();
    }

    @Override
    public Consumer<ClusterStatus> show(ClusterStatus status) {
        out.println(ClusterCard.text(status));
        return newer -> {};
    }

    @Override
    public void say(String text) {
        out.println(text);
    }
}
