package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeClusterBuilder;
import io.github.kubecluster.cluster.KubernetesServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where clusters run. */
final class Where {
    @ArgGroup(exclusive = true)
    private @Nullable Target target;

    @Option(names = "--namespace", paramLabel = "NAMESPACE", description = "The Kubernetes namespace.")
    private @Nullable String namespace;

    private static final class Target {
        @Option(names = "--local", description = "Run on processes of this machine.")
        private boolean local;

        @Option(
                names = "--kubernetes",
                arity = "0..1",
                fallbackValue = "",
                paramLabel = "CONTEXT",
                completionCandidates = KubernetesContexts.class,
                description = "Run on Kubernetes, with this context of the kubeconfig or the current one.")
        private @Nullable String kubernetes;

        @ArgGroup(exclusive = false)
        private @Nullable Server server;
    }

    /** Named as kubectl names them; a token is never an argument, which other users of the machine could see. */
    private static final class Server {
        @Option(
                names = "--server",
                required = true,
                paramLabel = "URL",
                description = "Run on the Kubernetes whose API server listens at https://HOST:PORT.")
        private String url = "";

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "A file that holds the token for that server; it is read again as it is renewed.")
        private @Nullable Path token;

        @Option(
                names = "--certificate-authority",
                paramLabel = "FILE",
                description = "Certificates, in PEM, of who vouches for that server.")
        private @Nullable Path authority;

        @Option(
                names = "--client-certificate",
                paramLabel = "FILE",
                description = "A certificate to show there, in PEM.")
        private @Nullable Path certificate;

        @Option(names = "--client-key", paramLabel = "FILE", description = "The key of that certificate, in PEM.")
        private @Nullable Path key;

        KubernetesServer given() {
            return new KubernetesServer(url, null, token, authority, certificate, key);
        }
    }

    KubeClusterBuilder apply(KubeClusterBuilder builder) {
        if (target != null && target.local) {
            builder.local();
        } else if (target != null && target.kubernetes != null) {
            if (target.kubernetes.isEmpty()) {
                builder.kubernetes();
            } else {
                builder.kubernetes(target.kubernetes);
            }
        } else if (target != null && target.server != null) {
            builder.kubernetes(target.server.given());
        }
        if (namespace != null) {
            builder.namespace(namespace);
        }
        return builder;
    }
}
