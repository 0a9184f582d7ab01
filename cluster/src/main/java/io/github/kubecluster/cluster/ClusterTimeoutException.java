package io.github.kubecluster.cluster;

/** Says that a wait reached its limit, and what had been reached by then. What was waited for goes on. */
public final class ClusterTimeoutException extends ClusterException {
    private static final long serialVersionUID = 1;

    public ClusterTimeoutException(String message) {
        super(message);
    }
}
