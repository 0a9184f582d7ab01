package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.Config;

/** A way to Kubernetes. */
interface KubernetesWay {
    /** Names it, such as {@code context "prod"}; known once {@link #config} has returned. */
    String name();

    /**
     * Returns what connects to Kubernetes in this way.
     *
     * @throws NoWayException if it does not lead there
     */
    Config config();

    /** Says what to do when nothing answers there: a clause. */
    default String remedyForSilence() {
        return "check the address, the network and HTTPS_PROXY";
    }

    /** Says why a way does not lead to Kubernetes, and what would help: a clause each. */
    final class NoWayException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoWayException(String reason) {
            super(reason);
        }

        NoWayException(String reason, Throwable cause) {
            super(reason, cause);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
