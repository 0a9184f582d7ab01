package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ConfigValue;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.KubeClusterBuilder;
import io.github.kubecluster.cluster.Rights;
import io.github.kubecluster.cluster.VersionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verbs about what a site gives its users: configuration, rights, versions. None changes a cluster. */
final class SiteVerbs {
    private static final Path NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private SiteVerbs() {}

    @Command(
            name = "config",
            description = "Prints the configuration of clusters, each value with its origin.",
            mixinStandardHelpOptions = true)
    static final class Config extends Verbs.Verb {
        Config(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeClusterBuilder builder = KubeCluster.builder();
            front().say(table(builder.configuration()) + "\n\nLooked for in, later wins: "
                    + String.join(", ", builder.configurationPlaces()) + ", environment variables DASK_…");
        }

        private static String table(List<ConfigValue> values) {
            int keys = width(values.stream().map(ConfigValue::key).toList());
            int texts = width(values.stream().map(Config::shortened).toList());
            return values.stream()
                    .map(value -> String.format(
                            "%-" + keys + "s  %-" + texts + "s  %s%s",
                            value.key(),
                            shortened(value),
                            value.origin(),
                            value.remark().isEmpty() ? "" : " (" + value.remark() + ")"))
                    .collect(Collectors.joining("\n"));
        }

        private static String shortened(ConfigValue value) {
            return value.value().length() <= 60 ? value.value() : value.value().substring(0, 57) + "...";
        }

        private static int width(List<String> texts) {
            return texts.stream().mapToInt(String::length).max().orElse(1);
        }
    }

    @Command(
            name = "rbac",
            description = "Prints the role that a notebook's service account needs, for kubectl apply -f -.",
            mixinStandardHelpOptions = true)
    static final class Rbac extends Verbs.Verb {
        @Option(
                names = "--namespace",
                paramLabel = "NAMESPACE",
                description = "Where clusters are to run (default: the configured one, else that of this pod).")
        private @Nullable String namespace;

        @Option(
                names = "--service-account",
                paramLabel = "NAME",
                defaultValue = "kubecluster",
                description = "The notebook's service account (default: kubecluster).")
        private String account = "";

        Rbac(Front front) {
            super(front);
        }

        @Override
        public void run() {
            front().say(Rights.manifests(namespace != null ? namespace : here(), account)
                    .stripTrailing());
        }

        private static String here() {
            return KubeCluster.builder().configuration().stream()
                    .filter(value -> value.key().equals("kubernetes.namespace")
                            && !value.origin().equals("default"))
                    .map(ConfigValue::value)
                    .findFirst()
                    .orElseGet(Rbac::ofThisPod);
        }

        private static String ofThisPod() {
            try {
                return Files.readString(NAMESPACE).strip();
            } catch (IOException e) {
                return "default";
            }
        }
    }

    @Command(
            name = "versions",
            description = "Prints the versions of scheduler, workers and this machine's Python.",
            mixinStandardHelpOptions = true)
    static final class CompareVersions extends Verbs.Verb {
        CompareVersions(Front front) {
            super(front);
        }

        @Override
        public void run() {
            VersionTable versions = current().versions();
            front().say(versions
                    + versions.warning().map(warning -> "\n\n" + warning).orElse(""));
        }
    }

    /** Returns these verbs, for {@code front}. */
    static List<Verbs.Verb> all(Front front) {
        return List.of(new Config(front), new Rbac(front), new CompareVersions(front));
    }
}
