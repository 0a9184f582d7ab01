package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ConfigValue;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.KubeClusterBuilder;
import io.github.kubecluster.cluster.VersionTable;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** The verbs about what a site gives its users: configuration, versions. None changes a cluster. */
final class SiteVerbs {
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
        return List.of(new Config(front), new CompareVersions(front));
    }
}
