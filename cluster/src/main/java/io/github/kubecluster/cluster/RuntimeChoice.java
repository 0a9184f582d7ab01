package io.github.kubecluster.cluster;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where a cluster's pods run. An explicit choice wins; inside a pod it is Kubernetes; a kubeconfig means
 * Kubernetes; else local processes. Nothing falls back in silence from Kubernetes to local.
 *
 * @param kind what was asked for; null to choose by what is there
 * @param context the kubeconfig's context; null for the current one
 * @param server the Kubernetes that is given by its address; null for none
 * @param namespace where the objects go; null for the context's own
 * @param python the interpreter of local processes; null to take KUBECLUSTER_PYTHON, else the one on the path
 */
record RuntimeChoice(
        Place.@Nullable Kind kind,
        @Nullable String context,
        @Nullable KubernetesServer server,
        @Nullable String namespace,
        @Nullable String python) {

    static final RuntimeChoice BY_WHAT_IS_THERE = new RuntimeChoice(null, null, null, null, null);

    /** Returns the choice of local processes. */
    RuntimeChoice local() {
        return new RuntimeChoice(Place.Kind.LOCAL, null, null, null, python);
    }

    /** Returns the choice of Kubernetes, with a context or a server or neither. */
    RuntimeChoice kubernetes(@Nullable String inContext, @Nullable KubernetesServer at) {
        return new RuntimeChoice(Place.Kind.KUBERNETES, inContext, at, namespace, python);
    }

    /** Returns this choice with the server to take where Kubernetes is chosen and nothing names another. */
    RuntimeChoice withServer(KubernetesServer at) {
        return new RuntimeChoice(kind, context, at, namespace, python);
    }

    RuntimeChoice withNamespace(String name) {
        return new RuntimeChoice(kind, context, server, name, python);
    }

    RuntimeChoice withPython(String interpreter) {
        return new RuntimeChoice(kind, context, server, namespace, interpreter);
    }

    PodRuntime open(Map<String, String> environment) {
        if (kind == Place.Kind.LOCAL) {
            return local("asked for", environment);
        }
        if (kind == Place.Kind.KUBERNETES || context != null) {
            return kubernetes("asked for", environment);
        }
        String runtime = environment.get("KUBECLUSTER_RUNTIME");
        if (runtime != null && !runtime.isBlank()) {
            return switch (runtime.toLowerCase(Locale.ROOT)) {
                case "local" -> local("KUBECLUSTER_RUNTIME is \"local\"", environment);
                case "kubernetes" -> kubernetes("KUBECLUSTER_RUNTIME is \"kubernetes\"", environment);
                default ->
                    throw new IllegalArgumentException("KUBECLUSTER_RUNTIME is \"" + runtime
                            + "\". Set it to \"local\" or \"kubernetes\", or unset it.");
            };
        }
        if (namedContext(environment) != null) {
            return kubernetes("KUBECLUSTER_KUBERNETES_CONTEXT names it", environment);
        }
        if (server != null) {
            return kubernetes("Dask's configuration names its API server", environment);
        }
        if (PodWay.inPod(environment)) {
            return kubernetes("this process runs in a pod", environment);
        }
        Path kubeconfig = KubeconfigWay.file(environment);
        return kubeconfig != null
                ? kubernetes("the kubeconfig \"" + kubeconfig + "\" names it", environment)
                : local("there is no pod around this process and no kubeconfig", environment);
    }

    private PodRuntime kubernetes(String reason, Map<String, String> environment) {
        return access(environment).connect().runtime(reason);
    }

    /** Returns the way to the Kubernetes that is meant, whether or not Kubernetes is chosen. */
    KubernetesAccess access(Map<String, String> environment) {
        String named = context != null ? context : namedContext(environment);
        return new KubernetesAccess(server, named, namespace, environment);
    }

    private PodRuntime local(String reason, Map<String, String> environment) {
        String interpreter = python != null ? python : environment.getOrDefault("KUBECLUSTER_PYTHON", "python3");
        return new LocalRuntime(reason, interpreter, LocalDirectories.standard(environment), environment);
    }

    /** Tells whether local processes were asked for, here or by KUBECLUSTER_RUNTIME. */
    boolean isLocal(Map<String, String> environment) {
        return kind == Place.Kind.LOCAL
                || (kind == null
                        && context == null
                        && "local".equalsIgnoreCase(environment.get("KUBECLUSTER_RUNTIME")));
    }

    /** Returns the context that KUBECLUSTER_KUBERNETES_CONTEXT names, where nobody has chosen by hand; null for none. */
    private @Nullable String namedContext(Map<String, String> environment) {
        String named = environment.get("KUBECLUSTER_KUBERNETES_CONTEXT");
        return kind != null || named == null || named.isBlank() ? null : named;
    }

    /** Returns the Python that somebody has named for this machine, if any. */
    Optional<String> namedPython(Map<String, String> environment) {
        return Optional.ofNullable(python).or(() -> Optional.ofNullable(environment.get("KUBECLUSTER_PYTHON")));
    }
}
