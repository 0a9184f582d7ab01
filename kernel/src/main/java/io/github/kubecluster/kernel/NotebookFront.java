package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.KubeCluster;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A notebook as the place of a command line: cards that stay up to date, and the variable {@code cluster}. */
final class NotebookFront implements Front {
    private final JavaKernel kernel;

    NotebookFront(JavaKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void adopt(KubeCluster cluster) {
        kernel.bind("cluster", KubeCluster.class, cluster);
    }

    /** The cluster that was started last, by magic or in Java, and is not closed. */
    @Override
    public Optional<KubeCluster> current() {
        List<KubeCluster> open = KubeCluster.open();
        return open.isEmpty() ? Optional.empty() : Optional.of(open.get(open.size() - 1));
    }

    @Override
    public Consumer<ClusterStatus> show(ClusterStatus status) {
        String id = "kubecluster-" + UUID.randomUUID();
        kernel.display(ClusterCard.of(status), id);
        return newer -> kernel.update(ClusterCard.of(newer), id);
    }

    @Override
    public void say(String text) {
        System.out.println(text);
    }
}
