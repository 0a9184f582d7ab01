package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterEvent;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.ScalingDecision;
import java.util.List;

/** What has happened to a cluster. It is asked at each drawing and answers from memory. */
public interface ClusterHistory {
    /** Returns the decisions on the cluster's size, oldest first. */
    List<ScalingDecision> decisions();

    /** Returns what has happened to the cluster and its pods, oldest first, the decisions among it. */
    List<ClusterEvent> events();

    /** Returns the history of {@code cluster}. */
    static ClusterHistory of(KubeCluster cluster) {
        return new ClusterHistory() {
            @Override
            public List<ScalingDecision> decisions() {
                return cluster.decisions();
            }

            @Override
            public List<ClusterEvent> events() {
                return cluster.pods().events();
            }
        };
    }
}
