package io.github.kubecluster.cluster;

/** How strongly pods are drawn to nodes that are labelled for Dask: {@code k8s.dask.org/node-purpose}. */
public enum NodePurpose {
    /** Such nodes are taken first, and others when there is no room on them; the default. */
    PREFERRED,
    /** Pods wait until there is room on such a node. */
    REQUIRED,
    /** That label does not count. */
    NONE
}
