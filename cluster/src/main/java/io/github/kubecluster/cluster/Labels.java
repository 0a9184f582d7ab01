package io.github.kubecluster.cluster;

import java.util.Map;

/** The labels of every object that belongs to a cluster: those of dask-kubernetes, and who made it. */
final class Labels {
    static final String CLUSTER = "dask.org/cluster-name";
    static final String COMPONENT = "dask.org/component";
    static final String WORKER = "worker";
    static final String SCHEDULER = "scheduler";

    private Labels() {}

    static Map<String, String> of(String cluster, String component) {
        return Map.of(CLUSTER, cluster, COMPONENT, component, "app.kubernetes.io/managed-by", "kubecluster-java");
    }
}
