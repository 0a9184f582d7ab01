package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.widget.ClusterListWidget;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Where a {@code kubecluster} command line was given: a cell or a terminal. The verbs are the same in both; how they show
 * something and what the current cluster is differs.
 */
interface Front {
    /** Makes {@code cluster} the current one. */
    void adopt(KubeCluster cluster);

    /** Returns the cluster that verbs without a name mean. */
    Optional<KubeCluster> current();

    /** Shows a cluster as it is; where this place can do that, what is shown follows it. */
    void show(KubeCluster cluster);

    /** Shows something that is more than words. */
    void show(DisplayData data);

    /** Stays with {@code cluster} as long as this place does: a notebook goes on, a terminal waits for Ctrl-C. */
    void keep(KubeCluster cluster);

    /** Shows clusters, with what can be done with them where this place has widgets, and as {@code text} elsewhere. */
    void show(ClusterListWidget clusters, String text);

    /** Says something in words. */
    void say(String text);
}
