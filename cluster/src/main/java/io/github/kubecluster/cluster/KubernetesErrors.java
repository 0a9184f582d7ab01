package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Puts what Kubernetes answers into sentences: what was asked of what, what it said, what to do. */
final class KubernetesErrors {
    private static final int TOO_MANY_REQUESTS = 429;

    private KubernetesErrors() {}

    /**
     * Returns the exception for a refused call.
     *
     * @param asked what was asked, such as {@code create worker pod "demo-worker-1"}
     */
    static ClusterException of(String asked, String namespace, KubernetesClientException refusal) {
        String said = said(refusal);
        String where = "Cannot " + asked + " in namespace \"" + namespace + "\": ";
        String message = switch (refusal.getCode()) {
            case 0 -> where + "Kubernetes does not answer (" + said + "). Check the network and the kubeconfig.";
            case 401 -> where + "Kubernetes does not accept the credentials (HTTP 401). Log in again.";
            case 403 -> where + forbidden(said);
            case 404 -> where + said + " (HTTP 404). Name an existing namespace.";
            case 422 -> where + "Kubernetes finds it invalid: " + said + " Correct the pod template.";
            default -> where + said + " (HTTP " + refusal.getCode() + "). Try again.";
        };
        return isQuota(refusal) ? new QuotaException(message, refusal) : new ClusterException(message, refusal);
    }

    /** Tells whether the call may succeed later without a change: an exceeded quota frees up, a server recovers. */
    static boolean mayPass(ClusterException failure) {
        return failure instanceof QuotaException
                || (failure.getCause() instanceof KubernetesClientException refusal && mayPass(refusal.getCode()));
    }

    private static boolean mayPass(int code) {
        return code == 0 || code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    private static String forbidden(String said) {
        return said.contains("exceeded quota")
                ? said + ". Free resources there, or ask for a larger quota; the cluster goes on when there is room."
                : said + " (HTTP 403). Apply src/deploy/rbac.yaml to that namespace, or choose another one.";
    }

    private static boolean isQuota(KubernetesClientException refusal) {
        return refusal.getCode() == 403 && said(refusal).contains("exceeded quota");
    }

    private static String said(KubernetesClientException refusal) {
        if (refusal.getStatus() != null && refusal.getStatus().getMessage() != null) {
            return refusal.getStatus().getMessage();
        }
        Throwable root = refusal;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** A quota of the namespace is used up. */
    static final class QuotaException extends ClusterException {
        private static final long serialVersionUID = 1;

        QuotaException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
