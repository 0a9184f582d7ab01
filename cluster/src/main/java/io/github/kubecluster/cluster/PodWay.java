package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The way out of a pod, with its service account. */
record PodWay(Map<String, String> environment) implements KubernetesWay {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Path TOKEN = ACCOUNT.resolve("token");

    /** Tells whether this process runs in a pod. */
    static boolean inPod(Map<String, String> environment) {
        return environment.containsKey("KUBERNETES_SERVICE_HOST");
    }

    /** Tells whether this process runs in a pod and may ask Kubernetes. */
    static boolean hasServiceAccount(Map<String, String> environment) {
        return inPod(environment) && Files.isReadable(TOKEN);
    }

    @Override
    public String name() {
        return "of this pod";
    }

    @Override
    public Config config() {
        if (!inPod(environment)) {
            throw new NoWayException("this process runs in no pod");
        }
        if (!Files.isReadable(TOKEN)) {
            throw new NoWayException("this pod has no service-account token; have the hub's administrator set"
                    + " singleuser.serviceAccountName");
        }
        Config config = new ServerWay(
                        KubernetesServer.at(url()).withTokenFile(TOKEN).withAuthority(ACCOUNT.resolve("ca.crt")))
                .config();
        config.setNamespace(namespace());
        return config;
    }

    /** The policies of zero-to-jupyterhub leave a notebook no way to private addresses. */
    @Override
    public String remedyForSilence() {
        return "have the hub's administrator allow it in singleuser.networkPolicy.egress (%kubecluster values prints the"
                + " rules)";
    }

    private String url() {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    }

    private static String namespace() {
        try {
            return Files.readString(ACCOUNT.resolve("namespace")).strip();
        } catch (IOException e) {
            return "default";
        }
    }
}
