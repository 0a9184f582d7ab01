package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what Kubernetes answers into sentences: what was asked of what, what it said, what to do. */
final class KubernetesErrors {
    private static final int NO_ANSWER = 0;
    private static final int TOO_MANY_REQUESTS = 429;

    /** What to do, by words of the answer. The first that fits counts. */
    private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

    static {
        REMEDIES.put(
                "violates PodSecurity",
                "The namespace demands this of all its pods: set the pod template's securityContext so.");
        REMEDIES.put("usage per", "A LimitRange of the namespace says so: correct resources in the pod template.");
        REMEDIES.put(
                "limit to request ratio",
                "A LimitRange of the namespace says so: correct resources in the pod template.");
        REMEDIES.put(
                "error looking up service account",
                "Make that account, or name another one as serviceAccountName in the pod template.");
        REMEDIES.put("no PriorityClass with name", "Name another one as priorityClassName in the pod template.");
        REMEDIES.put("it is being terminated", "Choose another namespace.");
        REMEDIES.put(
                "denied",
                "A policy of this Kubernetes says so: correct the pod template, or ask who keeps the policy.");
    }
    /** The words of Kubernetes' admission plug-in ResourceQuota. */
    private static final Pattern QUOTA =
            Pattern.compile("exceeded quota: ([^,]+), requested: (.+), used: (.+), limited: (.+?)\\.?$");

    private KubernetesErrors() {}

    /**
     * Returns the exception for a refused call.
     *
     * @param asked what was asked, such as {@code create worker pod "demo-worker-1"}
     */
    static ClusterException of(String asked, String namespace, KubernetesClientException refusal) {
        String said = said(refusal);
        String where = "Cannot " + asked + " in namespace \"" + namespace + "\": ";
        String message = switch (code(refusal)) {
            case NO_ANSWER ->
                where + "Kubernetes does not answer (" + said + "). Check the network and the kubeconfig.";
            case 401 -> where + "Kubernetes does not accept the credentials (HTTP 401). Log in again.";
            case 403 -> where + forbidden(said);
            case 404 -> where + said + " (HTTP 404). Name an existing namespace.";
            case 422 -> where + "Kubernetes finds it invalid: " + said + ". Correct the pod template.";
            case TOO_MANY_REQUESTS ->
                where + "Kubernetes has too much to do (HTTP 429: " + said
                        + "). Ask for less at a time if that goes on.";
            default ->
                refusal.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR
                        ? where + "Kubernetes has failed (HTTP " + refusal.getCode() + ": " + said
                                + "). Look at its API server if that goes on."
                        : where + said + " (HTTP " + refusal.getCode() + "). Try again.";
        };
        return isQuota(refusal) ? new QuotaException(message, refusal) : new ClusterException(message, refusal);
    }

    /** Tells whether the call may succeed later without a change: an exceeded quota frees up, a server recovers. */
    static boolean mayPass(RuntimeException failure) {
        return failure instanceof QuotaException
                || (failure.getCause() instanceof KubernetesClientException refusal && mayPass(code(refusal)));
    }

    /** How long Kubernetes asks to be left alone after it has refused; zero where it has not said so. */
    static Duration retryAfter(RuntimeException failure) {
        return failure.getCause() instanceof KubernetesClientException refusal
                        && refusal.getStatus() != null
                        && refusal.getStatus().getDetails() != null
                        && refusal.getStatus().getDetails().getRetryAfterSeconds() != null
                ? Duration.ofSeconds(refusal.getStatus().getDetails().getRetryAfterSeconds())
                : Duration.ZERO;
    }

    /** The client gives 0 or less where there was no answer. */
    private static int code(KubernetesClientException refusal) {
        return Math.max(NO_ANSWER, refusal.getCode());
    }

    private static boolean mayPass(int code) {
        return code == NO_ANSWER || code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    /** Kubernetes answers 403 for many reasons, which only its words tell apart. */
    private static String forbidden(String said) {
        Matcher quota = QUOTA.matcher(said);
        if (quota.find()) {
            return "its quota \"" + quota.group(1) + "\" is used up: asked for " + quota.group(2) + ", used "
                    + quota.group(3) + ", limit " + quota.group(4)
                    + ". Free resources there, or ask for a larger quota; the cluster goes on when there is room.";
        }
        return REMEDIES.entrySet().stream()
                .filter(remedy -> said.contains(remedy.getKey()))
                .findFirst()
                .map(remedy -> said + ". " + remedy.getValue())
                .orElse(said + " (HTTP 403). Apply src/deploy/rbac.yaml to that namespace, or choose another one.");
    }

    private static boolean isQuota(KubernetesClientException refusal) {
        return refusal.getCode() == 403 && QUOTA.matcher(said(refusal)).find();
    }

    private static String said(KubernetesClientException refusal) {
        if (refusal.getStatus() != null && refusal.getStatus().getMessage() != null) {
            return refusal.getStatus().getMessage();
        }
        Throwable root = root(refusal);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Returns what {@code failure} goes back to. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** A quota of the namespace is used up. */
    static final class QuotaException extends ClusterException {
        private static final long serialVersionUID = 1;

        QuotaException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
