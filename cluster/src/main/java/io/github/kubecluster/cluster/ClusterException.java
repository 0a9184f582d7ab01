package io.github.kubecluster.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Says that Kubernetes, a local process or the scheduler refused something. The message is made to be shown as it is:
 * what was asked of what, what happened with which values, and what to do.
 */
public class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
