package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.KubeClusterBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
                    description = "Run on Kubernetes, with this context of the kubeconfig or the current one.")
            private @Nullable String kubernetes;
        }

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
            if (target != null && target.local) {
                builder.local();
            } else if (target != null && target.kubernetes != null) {
                if (target.kubernetes.isEmpty()) {
                    builder.kubernetes();
                } else {
                    builder.kubernetes(target.kubernetes);
                }
            }
            if (namespace != null) {
                builder.namespace(namespace);
            }
            return builder;
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

    @Command(
            name = "start",
            description = "Starts a cluster and shows its card; the variable cluster is then this cluster.",
            mixinStandardHelpOptions = true)
    static final class Start extends Verb {
        @Mixin
        private Blueprint blueprint = new Blueprint();

        Start(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = blueprint.apply(KubeCluster.builder()).startInBackground();
            front().adopt(cluster);
            cluster.waitForScheduler();
            cluster.onChange(front().show(cluster.status()));
        }
    }

    @Command(name = "status", description = "Shows the card of the cluster.", mixinStandardHelpOptions = true)
    static final class Status extends Verb {
        Status(Front front) {
            super(front);
        }

        @Override
        public void run() {
            front().show(current().status());
        }
    }

    @Command(
            name = "scale",
            description = "Scales to a number of workers and waits until they are ready.",
            mixinStandardHelpOptions = true)
    static final class Scale extends Verb {
        @Parameters(paramLabel = "N", description = "How many workers.")
        private int workers;

        Scale(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = current();
            cluster.scaleUp(workers);
            front().say("Cluster \"" + cluster.name() + "\" has "
                    + cluster.status().ready() + " workers ready.");
        }
    }

    @Command(
            name = "adapt",
            description = "Lets the load decide how many workers there are, within bounds.",
            mixinStandardHelpOptions = true)
    static final class Adapt extends Verb {
        @Parameters(index = "0", paramLabel = "MIN", description = "The fewest workers.")
        private int minimum;

        @Parameters(index = "1", paramLabel = "MAX", description = "The most workers.")
        private int maximum;

        Adapt(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = current();
            cluster.adapt(minimum, maximum);
            front().say("Cluster \"" + cluster.name() + "\" adapts between " + minimum + " and " + maximum
                    + " workers.");
        }
    }

    @Command(
            name = "close",
            description = "Deletes everything the cluster has created.",
            mixinStandardHelpOptions = true)
    static final class Close extends Verb {
        Close(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = current();
            cluster.close();
            front().say("Cluster \"" + cluster.name() + "\" is closed; nothing of it is left.");
        }
    }

    @Command(name = "list", description = "Lists the clusters of this process.", mixinStandardHelpOptions = true)
    static final class ListClusters extends Verb {
        ListClusters(Front front) {
            super(front);
        }

        @Override
        public void run() {
            List<KubeCluster> open = KubeCluster.open();
            front().say(
                            open.isEmpty()
                                    ? "No cluster is open."
                                    : open.stream().map(KubeCluster::toString).collect(Collectors.joining("\n")));
        }
    }

    @Command(
            name = "yaml",
            description = "Prints what would be created, for kubectl apply -f -.",
            mixinStandardHelpOptions = true)
    static final class Yaml extends Verb {
        @Mixin
        private Blueprint blueprint = new Blueprint();

        Yaml(Front front) {
            super(front);
        }

        @Override
        public void run() {
            front().say(blueprint.apply(KubeCluster.builder()).toYaml());
        }
    }

    /** Returns all verbs that act on clusters, for {@code front}. */
    static List<Verb> all(Front front) {
        return List.of(
                new Start(front),
                new Status(front),
                new Scale(front),
                new Adapt(front),
                new ListClusters(front),
                new Close(front),
                new Yaml(front));
    }
}
