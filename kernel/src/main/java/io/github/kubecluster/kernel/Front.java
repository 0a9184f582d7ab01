package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.KubeCluster;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a {@code kubecluster} command line was given: a cell or a terminal. The verbs are the same in both; how they show
 * something and what the current cluster is differs.
 */
interface Front {
    /** Makes {@code cluster} the current one. */
    void adopt(KubeCluster cluster);

    /** Returns the cluster that verbs without a name mean. */
    Optional<KubeCluster> current();

    /**
     * Shows a status.
     *
     * @return takes newer statuses, which replace the first where this place can do that
     */
    Consumer<ClusterStatus> show(ClusterStatus status);

    /** Says something in words. */
    void say(String text);
}
