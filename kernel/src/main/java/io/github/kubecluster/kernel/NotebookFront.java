package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.widget.ClusterListWidget;
import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** A notebook as the place of a command line: clusters that stay up to date, and the variable {@code cluster}. */
final class NotebookFront implements Front {
    private final JavaKernel kernel;
    private final ClusterDisplays displays;

    NotebookFront(JavaKernel kernel) {
        this.kernel = kernel;
        this.displays = new ClusterDisplays(kernel);
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
    public void show(KubeCluster cluster) {
        displays.show(cluster);
    }

    @Override
    public void show(DisplayData data) {
        kernel.display(data);
    }

    @Override
    public void show(ClusterListWidget clusters, String text) {
        DisplayData all = new DisplayData(kernel.render(clusters.root()));
        all.putHTML(clusters.table());
        all.putText(text);
        kernel.display(all);
    }

    @Override
    public void keep(KubeCluster cluster) {}

    @Override
    public void say(String text) {
        System.out.println(text);
    }
}
