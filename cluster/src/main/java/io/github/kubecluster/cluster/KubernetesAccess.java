package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.kubecluster.cluster.KubernetesWay.NoWayException;
import io.github.kubecluster.dask.ServiceThreads;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way to Kubernetes. A server or a context that somebody names is the only way; else it is this pod's service account,
 * and where there is none, the kubeconfig's current context.
 *
 * @param server null where none is given
 * @param context the kubeconfig's context; null where none is named
 * @param namespace where the cluster's objects go; null for the account's or the context's own
 */
record KubernetesAccess(
        @Nullable KubernetesServer server,
        @Nullable String context,
        @Nullable String namespace,
        Map<String, String> environment) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 30_000;
    private static final int RETRIES = 3;

    private List<KubernetesWay> ways() {
        if (context != null) {
            return List.of(new KubeconfigWay(context, environment));
        }
        return server != null
                ? List.of(new ServerWay(server))
                : List.of(new PodWay(environment), new KubeconfigWay(null, environment));
    }

    /**
     * Connects, and asks Kubernetes for its version to see that it answers. A way that is there and fails is the last one: a
     * cluster must not come to be at another place than it would on a better day.
     *
     * @throws ClusterException if no way leads there; tells each that was tried, and why it does not
     */
    KubernetesConnection connect() {
        List<String> failures = new ArrayList<>();
        for (KubernetesWay way : ways()) {
            try {
                Config config = way.config();
                return connect(way, config, failures);
            } catch (NoWayException e) {
                failures.add(way.name() + ": " + e.reason() + ".");
            }
        }
        throw noWay(failures, null);
    }

    private KubernetesConnection connect(KubernetesWay way, Config config, List<String> failures) {
        KubernetesClient kubernetes = client(config, environment);
        try {
            kubernetes.getKubernetesVersion();
        } catch (KubernetesClientException e) {
            kubernetes.close();
            List<String> all = new ArrayList<>(failures);
            all.add(name(way, config) + ": " + refusal(way, config, e) + ".");
            throw noWay(all, e);
        }
        String target = target(config);
        return new KubernetesConnection(
                new KubernetesNamespace(kubernetes, target),
                "Kubernetes " + name(way, config) + ", namespace \"" + target + "\"",
                way instanceof PodWay ? notebookPod(kubernetes, config) : List.of(),
                KeptKeys.of(config.getMasterUrl(), target, environment));
    }

    private static ClusterException noWay(List<String> failures, @Nullable Throwable cause) {
        String told = failures.size() == 1
                ? "There is no way to Kubernetes " + failures.get(0) + " Correct that"
                : "There is no way to Kubernetes.\nKubernetes " + String.join("\nKubernetes ", failures)
                        + "\nCorrect one of these";
        return new ClusterException(told + ", or start the cluster with --local.", cause);
    }

    private static String name(KubernetesWay way, Config config) {
        return way instanceof KubeconfigWay
                ? "context \"" + config.getCurrentContext().getName() + "\""
                : way.name();
    }

    private String target(Config config) {
        return namespace != null ? namespace : config.getNamespace() != null ? config.getNamespace() : "default";
    }

    /** Returns a client for what the service account of the pod around this process may do. */
    static KubernetesClient ofPod(Map<String, String> environment) {
        return client(new PodWay(environment).config(), environment);
    }

    private static KubernetesClient client(Config config, Map<String, String> environment) {
        HttpProxy.apply(config, environment);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(RETRIES);
        // Over HTTP/2 an API server ends the connection with its 401, and the JDK's client loses that answer.
        config.setHttp2Disable(true);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withTaskExecutor(ServiceThreads.pool("kubernetes"))
                .build();
    }

    private static String refusal(KubernetesWay way, Config config, KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            return "\"" + config.getMasterUrl() + "\" does not accept the credentials (HTTP 401); log in again";
        }
        Throwable root = KubernetesErrors.root(e);
        return "\"" + config.getMasterUrl() + "\" does not answer as a Kubernetes ("
                + (e.getCode() > 0
                        ? "HTTP " + e.getCode()
                        : root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage()))
                + "); " + way.remedyForSilence();
    }

    /** The pod that this process runs in, as owner: when the hub culls it, Kubernetes deletes the cluster with it. */
    private List<OwnerReference> notebookPod(KubernetesClient kubernetes, Config config) {
        String self = environment.get("HOSTNAME");
        String target = target(config);
        if (self == null || !target.equals(config.getNamespace())) {
            return List.of();
        }
        try {
            Pod pod = kubernetes.pods().inNamespace(target).withName(self).get();
            return pod == null ? List.of() : List.of(KubernetesObjects.ownedBy(pod));
        } catch (KubernetesClientException e) {
            System.getLogger(KubernetesAccess.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "The notebook's pod cannot be read; the cluster is not tied to it",
                            e);
            return List.of();
        }
    }
}
