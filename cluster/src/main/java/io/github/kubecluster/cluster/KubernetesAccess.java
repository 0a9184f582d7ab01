package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.kubecluster.dask.ServiceThreads;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Finds the way to Kubernetes: a named context, the service account of this pod, or the kubeconfig's current context. */
final class KubernetesAccess {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 30_000;
    private static final int RETRIES = 3;

    private KubernetesAccess() {}

    /** Tells whether this process runs in a pod. */
    static boolean inPod(Map<String, String> environment) {
        return environment.containsKey("KUBERNETES_SERVICE_HOST");
    }

    /** Returns the kubeconfig that is there, if one is. */
    static @Nullable Path kubeconfig(Map<String, String> environment) {
        String named = environment.get("KUBECONFIG");
        if (named != null && !named.isBlank()) {
            return Path.of(named.split(File.pathSeparator, 2)[0]);
        }
        Path standard = Path.of(System.getProperty("user.home"), ".kube", "config");
        return Files.exists(standard) ? standard : null;
    }

    /**
     * Connects, and asks Kubernetes for its version to see that it answers.
     *
     * @param context the kubeconfig's context; null for this pod's service account or the current context
     * @param namespace where the cluster's objects go; null for the service account's or the context's own
     * @param reason why Kubernetes was chosen
     * @throws ClusterException if there is no such context, no token, or no answer
     */
    static PodRuntime connect(
            @Nullable String context, @Nullable String namespace, String reason, Map<String, String> environment) {
        boolean inPod = context == null && inPod(environment);
        if (inPod && !Files.isReadable(SERVICE_ACCOUNT.resolve("token"))) {
            throw new ClusterException(
                    "This notebook runs in a pod that has no service-account token, so it may not ask "
                            + "Kubernetes for anything. Have the hub's administrator set singleuser.serviceAccountName, or start "
                            + "the cluster with --local.");
        }
        Path kubeconfig = kubeconfig(environment);
        if (!inPod && kubeconfig == null) {
            throw new ClusterException(
                    "Kubernetes was asked for, but this process runs in no pod, KUBECONFIG is not set and "
                            + "there is no ~/.kube/config. Set KUBECONFIG, or start the cluster with --local.");
        }
        if (!inPod && !Files.isReadable(kubeconfig)) {
            throw new ClusterException("Cannot read the kubeconfig \"" + kubeconfig
                    + "\". Set KUBECONFIG to one that is there, or start the cluster with --local.");
        }
        Config config = configure(context);
        String contextName = name(config.getCurrentContext());
        if (!inPod && (contextName == null || (context != null && !context.equals(contextName)))) {
            throw new ClusterException("The kubeconfig \"" + kubeconfig + "\" has no "
                    + (context == null ? "current context" : "context \"" + context + "\"") + ". Choose one of: "
                    + String.join(
                            ", ",
                            config.getContexts().stream()
                                    .map(NamedContext::getName)
                                    .toList()) + ".");
        }
        KubernetesClient kubernetes = client(config);
        String target =
                namespace != null ? namespace : config.getNamespace() != null ? config.getNamespace() : "default";
        requireAnswer(kubernetes, config);
        String description = "Kubernetes " + (inPod ? "of this pod" : "context \"" + contextName + "\"")
                + ", namespace \"" + target + "\"";
        Place place = new Place(Place.Kind.KUBERNETES, description, reason);
        return new KubernetesRuntime(
                kubernetes, target, place, inPod ? notebookPod(kubernetes, config, target, environment) : List.of());
    }

    private static Config configure(@Nullable String context) {
        Config config = Config.autoConfigure(context);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(RETRIES);
        return config;
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withTaskExecutor(Executors.newCachedThreadPool(ServiceThreads.factory("kubernetes")))
                .build();
    }

    private static void requireAnswer(KubernetesClient kubernetes, Config config) {
        try {
            kubernetes.getKubernetesVersion();
        } catch (KubernetesClientException e) {
            kubernetes.close();
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new ClusterException(
                    "No Kubernetes answers at " + config.getMasterUrl() + ": "
                            + (e.getCode() != 0
                                    ? "HTTP " + e.getCode()
                                    : root.getClass().getSimpleName() + " " + root.getMessage())
                            + ". Check the network and the kubeconfig, or start the cluster with --local.",
                    e);
        }
    }

    /** The pod that this process runs in, as owner: when the hub culls it, Kubernetes deletes the cluster with it. */
    private static List<OwnerReference> notebookPod(
            KubernetesClient kubernetes, Config config, String target, Map<String, String> environment) {
        String self = environment.get("HOSTNAME");
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

    private static @Nullable String name(@Nullable NamedContext context) {
        return context == null ? null : context.getName();
    }
}
