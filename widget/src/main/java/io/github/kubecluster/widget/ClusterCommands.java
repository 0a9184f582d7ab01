package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.LogQuery;
import java.util.List;

/** What a user can ask of a cluster by its widget. Each throws what says why something cannot be. */
public interface ClusterCommands {
    /** How many lines of a log are shown. */
    int LOG_LINES = 100;

    /** Asks for a number of workers. */
    void scale(int workers);

    /** Lets the load decide between two numbers of workers. */
    void adapt(int minimum, int maximum);

    /** Removes one worker, its data moved to others first. */
    void retire(String worker);

    /** Returns the end of a worker's log; may take as long as its pod's place takes to answer. */
    List<String> log(String worker);

    /** Begins to close the cluster. */
    void close();

    /** Returns what asks {@code cluster}. */
    static ClusterCommands of(KubeCluster cluster) {
        return new ClusterCommands() {
            @Override
            public void scale(int workers) {
                cluster.scale(workers);
            }

            @Override
            public void adapt(int minimum, int maximum) {
                cluster.adapt(minimum, maximum);
            }

            @Override
            public void retire(String worker) {
                cluster.retire(worker);
            }

            @Override
            public List<String> log(String worker) {
                return cluster.pods().log(worker, LogQuery.last(LOG_LINES));
            }

            @Override
            public void close() {
                cluster.closeInBackground();
            }
        };
    }
}
