package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ConfigValue;
import io.github.kubecluster.cluster.HubSettings;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verbs that print what a hub's administrator applies. None changes anything. */
final class HubVerbs {
    private static final Path OF_THIS_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private HubVerbs() {}

    /** Where clusters run; shared by the verbs that print objects of there. */
    static final class Namespace {
        @Option(
                names = "--namespace",
                paramLabel = "NAMESPACE",
                description = "Where clusters are to run (default: the configured one, else that of this pod).")
        private @Nullable String named;

        String name() {
            return named != null ? named : configured();
        }

        private static String configured() {
            return KubeCluster.builder().configuration().stream()
                    .filter(value -> value.key().equals("kubernetes.namespace")
                            && !value.origin().equals("default"))
                    .map(ConfigValue::value)
                    .findFirst()
                    .orElseGet(Namespace::ofThisPod);
        }

        private static String ofThisPod() {
            try {
                return Files.readString(OF_THIS_POD).strip();
            } catch (IOException e) {
                return "default";
            }
        }
    }

    /** The service account of notebooks; shared by the verbs that name it. */
    static final class Account {
        @Option(
                names = "--service-account",
                paramLabel = "NAME",
                defaultValue = "kubecluster",
                description = "The notebook's service account (default: kubecluster).")
        private String name = "";
    }

    @Command(
            name = "rbac",
            description = "Prints the role that a notebook's service account needs, for kubectl apply -f -.",
            mixinStandardHelpOptions = true)
    static final class Rbac extends Verbs.Verb {
        @Mixin
        private Namespace namespace = new Namespace();

        @Mixin
        private Account account = new Account();

        Rbac(Front front) {
            super(front);
        }

        @Override
        public void run() {
            front().say(Rights.manifests(namespace.name(), account.name).stripTrailing());
        }
    }

    @Command(
            name = "netpol",
            description = "Prints the network policy of schedulers and workers, for kubectl apply -f -.",
            mixinStandardHelpOptions = true)
    static final class NetworkPolicy extends Verbs.Verb {
        @Mixin
        private Namespace namespace = new Namespace();

        NetworkPolicy(Front front) {
            super(front);
        }

        @Override
        public void run() {
            front().say(HubSettings.networkPolicy(namespace.name()).stripTrailing());
        }
    }

    @Command(
            name = "values",
            description = "Prints values of the zero-to-jupyterhub chart, for helm upgrade --values.",
            mixinStandardHelpOptions = true)
    static final class Values extends Verbs.Verb {
        @Option(
                names = "--image",
                paramLabel = "IMAGE",
                description = "The notebooks' image (default: that of this pod, else kubecluster/singleuser:dev).")
        private @Nullable String image;

        @Mixin
        private Account account = new Account();

        Values(Front front) {
            super(front);
        }

        @Override
        public void run() {
            front().say(HubSettings.values(image, account.name).stripTrailing());
        }
    }

    /** Returns these verbs, for {@code front}. */
    static List<Verbs.Verb> all(Front front) {
        return List.of(new Rbac(front), new NetworkPolicy(front), new Values(front));
    }
}
