package io.github.kubecluster.cluster;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where a cluster's pods run. An explicit choice wins; inside a pod it is Kubernetes; a kubeconfig means
 * Kubernetes; else local processes. Nothing falls back in silence from Kubernetes to local.
 *
 * @param kind what was asked for; null to choose by what is there
 * @param context the kubeconfig's context; null for the current one
 * @param namespace where the objects go; null for the context's own
 * @param python the interpreter of local processes; null to take KUBECLUSTER_PYTHON, else the one on the path
 */
record RuntimeChoice(
        Place.@Nullable Kind kind,
        @Nullable String context,
        @Nullable String namespace,
        @Nullable String python) {

    PodRuntime open(Map<String, String> environment) {
        if (kind == Place.Kind.LOCAL) {
            return local("asked for", environment);
        }
        if (kind == Place.Kind.KUBERNETES || context != null) {
            return kubernetes(context, "asked for", environment);
        }
        String runtime = environment.get("KUBECLUSTER_RUNTIME");
        String namedContext = environment.get("KUBECLUSTER_KUBERNETES_CONTEXT");
        if (runtime != null && !runtime.isBlank()) {
            return switch (runtime.toLowerCase(Locale.ROOT)) {
                case "local" -> local("KUBECLUSTER_RUNTIME is \"local\"", environment);
                case "kubernetes" -> kubernetes(namedContext, "KUBECLUSTER_RUNTIME is \"kubernetes\"", environment);
                default ->
                    throw new IllegalArgumentException("KUBECLUSTER_RUNTIME is \"" + runtime
                            + "\". Set it to \"local\" or \"kubernetes\", or unset it.");
            };
        }
        if (namedContext != null && !namedContext.isBlank()) {
            return kubernetes(namedContext, "KUBECLUSTER_KUBERNETES_CONTEXT names it", environment);
        }
        if (KubernetesAccess.inPod(environment)) {
            return kubernetes(null, "this process runs in a pod", environment);
        }
        Path kubeconfig = KubernetesAccess.kubeconfig(environment);
        return kubeconfig != null
                ? kubernetes(null, "the kubeconfig \"" + kubeconfig + "\" names it", environment)
                : local("there is no pod around this process and no kubeconfig", environment);
    }

    private PodRuntime kubernetes(@Nullable String chosen, String reason, Map<String, String> environment) {
        return KubernetesAccess.connect(
                chosen == null || chosen.isBlank() ? null : chosen, namespace, reason, environment);
    }

    private PodRuntime local(String reason, Map<String, String> environment) {
        String interpreter = python != null ? python : environment.getOrDefault("KUBECLUSTER_PYTHON", "python3");
        return new LocalRuntime(reason, interpreter, LocalDirectories.standard(environment), environment);
    }
}
