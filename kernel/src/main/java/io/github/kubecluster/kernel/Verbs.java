package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.KubeClusterBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that act on clusters, with one grammar for magics and the shell. */
final class Verbs {
    private Verbs() {}

    /** What a cluster is made from, and where; shared by the verbs that need it. */
    static final class Blueprint {
        @Parameters(arity = "0..1", paramLabel = "TEMPLATE", description = "The workers' pod template, a YAML file.")
        private @Nullable Path template;

        @Option(names = "--workers", paramLabel = "N", description = "How many workers to begin with (default: 0).")
        private @Nullable Integer workers;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "The cluster's name; {user}, {uuid} and {VARIABLE} are filled in.")
        private @Nullable String name;

        @Option(
                names = "--env",
                paramLabel = "NAME=VALUE",
                description = "An environment variable for scheduler and workers.")
        private @Nullable Map<String, String> env;

        @Option(
                names = "--env-from-secret",
                paramLabel = "NAME=SECRET/KEY",
                description = "A variable whose value stands in a Secret of Kubernetes.")
        private Map<String, String> envFromSecret = Map.of();

        @Mixin
        private PodWords pods = new PodWords();

        @Mixin
        private Where where = new Where();

        KubeClusterBuilder apply(KubeClusterBuilder builder) {
            if (template != null) {
                builder.template(template);
            }
            if (workers != null) {
                builder.workers(workers);
            }
            if (name != null) {
                builder.name(name);
            }
            if (env != null) {
                env.forEach(builder::env);
            }
            envFromSecret.forEach((variable, source) -> fromSecret(builder, variable, source));
            pods.apply(builder);
            where.apply(builder);
            return builder;
        }

        private static void fromSecret(KubeClusterBuilder builder, String variable, String source) {
            int slash = source.indexOf('/');
            if (slash < 1 || slash == source.length() - 1) {
                throw new IllegalArgumentException("Variable \"" + variable + "\" cannot come from \"" + source
                        + "\". Write --env-from-secret " + variable + "=SECRET/KEY.");
            }
            builder.envFromSecret(variable, source.substring(0, slash), source.substring(slash + 1));
        }
    }

    /** A verb; it runs with the front that its command line was given at. */
    abstract static class Verb implements Runnable {
        private final Front front;

        Verb(Front front) {
            this.front = front;
        }

        final Front front() {
            return front;
        }

        final KubeCluster current() {
            return front.current()
                    .orElseThrow(() -> new IllegalStateException(
                            "There is no cluster. Start one with %kubecluster start TEMPLATE --workers N."));
        }
    }

    @Command(name = "status", description = "Shows the card of the cluster.", mixinStandardHelpOptions = true)
    static final class Status extends Verb {
        Status(Front front) {
            super(front);
        }

        @Override
        public void run() {
            front().show(current());
        }
    }

    @Command(
            name = "yaml",
            description = "Prints what would be created, for kubectl apply -f -.",
            mixinStandardHelpOptions = true)
    static final class Yaml extends Verb {
        @Mixin
        private Blueprint blueprint = new Blueprint();

        @Option(names = "--dry-run", description = "Ask Kubernetes whether it would take it, and create nothing.")
        private boolean dryRun;

        @Mixin
        private LifeVerbs.Lifespan lifespan = new LifeVerbs.Lifespan();

        Yaml(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeClusterBuilder builder = lifespan.apply(blueprint.apply(KubeCluster.builder()));
            front().say(
                            dryRun
                                    ? "Kubernetes would take it in namespace \"" + builder.dryRun() + "\"."
                                    : builder.toYaml());
        }
    }

    /** Returns all verbs, for {@code front}. */
    static List<Verb> all(Front front) {
        return Stream.of(ofClusters(front), PodVerbs.all(front), SiteVerbs.all(front), HubVerbs.all(front))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Verb> ofClusters(Front front) {
        return List.of(
                new LifeVerbs.Start(front),
                new Status(front),
                new ScalingVerbs.Scale(front),
                new ScalingVerbs.Adapt(front),
                new LifeVerbs.ListClusters(front),
                new LifeVerbs.Attach(front),
                new LifeVerbs.Close(front),
                new DashboardVerb(front),
                new Yaml(front));
    }
}
