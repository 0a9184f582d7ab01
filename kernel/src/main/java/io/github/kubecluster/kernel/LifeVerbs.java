package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterEntry;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.KubeClusterBuilder;
import io.github.kubecluster.widget.ClusterListWidget;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of a cluster's life: they start, find, attach to and end clusters. */
final class LifeVerbs {
    private static final long DETACHED_MINUTES = 60;

    private LifeVerbs() {}

    /** How long a cluster lives without use, and whether it outlives who started it. */
    static final class Lifespan {
        @Option(
                names = "--detach",
                description = "Let the cluster outlive this process; it needs an idle timeout, by default 60 minutes.")
        private boolean detach;

        @Option(
                names = "--idle-timeout",
                paramLabel = "MIN",
                description = "After how many minutes without work the cluster ends; 0 for never.")
        private @Nullable Long idleMinutes;

        @Option(
                names = "--life-limit",
                paramLabel = "MIN",
                description = "After how many minutes the cluster ends, whatever it does then; 0 for never.")
        private @Nullable Long lifeMinutes;

        @Option(
                names = "--drain",
                paramLabel = "S",
                description =
                        "For how many seconds a worker that is to go may run its tasks to their end; by default it"
                                + " goes at once, and they are begun again elsewhere.")
        private @Nullable Long drainSeconds;

        boolean detaches() {
            return detach;
        }

        KubeClusterBuilder apply(KubeClusterBuilder builder) {
            if (lifeMinutes != null) {
                builder.lifeLimit(Duration.ofMinutes(lifeMinutes));
            }
            if (drainSeconds != null) {
                builder.drainLimit(Duration.ofSeconds(drainSeconds));
            }
            if (detach) {
                return builder.detached(Duration.ofMinutes(idleMinutes == null ? DETACHED_MINUTES : idleMinutes));
            }
            return idleMinutes == null ? builder : builder.idleTimeout(Duration.ofMinutes(idleMinutes));
        }
    }

    @Command(
            name = "start",
            description = "Starts a cluster and shows its card; the variable cluster is then this cluster.",
            mixinStandardHelpOptions = true)
    static final class Start extends Verbs.Verb {
        @Mixin
        private Verbs.Blueprint blueprint = new Verbs.Blueprint();

        @Mixin
        private Lifespan lifespan = new Lifespan();

        Start(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster =
                    lifespan.apply(blueprint.apply(KubeCluster.builder())).startInBackground();
            front().adopt(cluster);
            cluster.waitForScheduler();
            front().show(cluster);
            if (!lifespan.detaches()) {
                front().keep(cluster);
            }
        }
    }

    @Command(
            name = "attach",
            description = "Attaches to a cluster that is there; the variable cluster is then this cluster.",
            mixinStandardHelpOptions = true)
    static final class Attach extends Verbs.Verb {
        @Parameters(
                paramLabel = "NAME",
                completionCandidates = ClusterNames.class,
                description = "Its name, a scheduler's Service, a Helm release of Dask, or tcp://HOST:PORT.")
        private String name = "";

        @Mixin
        private Where where = new Where();

        Attach(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = where.apply(KubeCluster.builder()).name(name).attach();
            front().adopt(cluster);
            front().show(cluster);
            front().keep(cluster);
        }
    }

    @Command(
            name = "list",
            description = "Lists the clusters that are there, whoever started them.",
            mixinStandardHelpOptions = true)
    static final class ListClusters extends Verbs.Verb {
        @Mixin
        private Where where = new Where();

        ListClusters(Front front) {
            super(front);
        }

        @Override
        public void run() {
            List<KubeCluster> open = KubeCluster.open();
            front().say(open.isEmpty() ? "No cluster is open here." : lines("Open here:", open));
            KubeClusterBuilder place = where.apply(KubeCluster.builder());
            List<ClusterEntry> there = place.list();
            if (there.isEmpty()) {
                front().say("No cluster is there.");
            } else {
                front().show(new ClusterListWidget(there, new There(where)), lines("There:", there));
            }
            place.limits().forEach(front()::say);
        }

        private static String lines(String head, List<?> clusters) {
            return clusters.stream().map(String::valueOf).collect(Collectors.joining("\n", head + "\n", ""));
        }
    }

    /** What can be done with the clusters at one place. */
    private record There(Where where) implements ClusterListWidget.Commands {
        @Override
        public List<ClusterEntry> list() {
            return where.apply(KubeCluster.builder()).list();
        }

        /** Deletes the cluster; one of this process itself, that others may not delete, too. */
        @Override
        public void delete(String name) {
            KubeCluster.open().stream()
                    .filter(open -> open.name().equals(name))
                    .findFirst()
                    .orElseGet(
                            () -> where.apply(KubeCluster.builder()).name(name).attach())
                    .delete();
        }
    }

    @Command(
            name = "close",
            description = "Deletes everything the cluster has created; lets go of one that is detached or attached.",
            mixinStandardHelpOptions = true)
    static final class Close extends Verbs.Verb {
        @Option(
                names = "--delete",
                arity = "0..1",
                fallbackValue = "",
                paramLabel = "NAME",
                completionCandidates = ClusterNames.class,
                description = "Delete it in any case: the current cluster, or the one of this name.")
        private @Nullable String delete;

        @Mixin
        private Where where = new Where();

        Close(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = delete == null || delete.isEmpty()
                    ? current()
                    : where.apply(KubeCluster.builder()).name(delete).attach();
            if (delete != null) {
                cluster.delete();
            } else {
                cluster.close();
            }
            front().say("Cluster \"" + cluster.name() + "\" is closed"
                    + (cluster.isLeftBehind() ? "; it goes on without this process." : "; nothing of it is left."));
        }
    }
}
