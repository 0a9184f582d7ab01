package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterEntry;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.KubeClusterBuilder;
import io.github.kubecluster.dask.ServiceThreads;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * What completes the name of a cluster: those that are there, at the place that the words before it choose; none if that
 * place does not answer before whoever types has gone on.
 */
final class ClusterNames implements Candidates {
    private static final System.Logger LOG = System.getLogger(ClusterNames.class.getName());
    private static final Duration LIMIT = Duration.ofMillis(1500);

    /** What is being asked: a place that does not answer is not asked again and again. */
    private static final Map<List<String>, CompletableFuture<List<String>>> ASKED = new ConcurrentHashMap<>();

    private final Function<KubeClusterBuilder, List<ClusterEntry>> place;
    private final Duration limit;

    /** Called by the parser of command lines. */
    ClusterNames() {
        this(KubeClusterBuilder::list, LIMIT);
    }

    ClusterNames(Function<KubeClusterBuilder, List<ClusterEntry>> place, Duration limit) {
        this.place = place;
        this.limit = limit;
    }

    @Override
    public List<String> after(List<String> words) {
        try {
            return ServiceThreads.await("the names of clusters", ASKED.computeIfAbsent(words, this::ask), limit);
        } catch (TimeoutException | RuntimeException e) {
            LOG.log(Level.DEBUG, "No names of clusters to complete with", e);
            return List.of();
        }
    }

    private CompletableFuture<List<String>> ask(List<String> words) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        ServiceThreads.start("kernel-cluster-names", () -> {
            try {
                List<String> found = names(words);
                ASKED.remove(words, names);
                names.complete(found);
            } catch (Throwable e) {
                ASKED.remove(words, names);
                names.completeExceptionally(e);
            }
        });
        return names;
    }

    private List<String> names(List<String> words) {
        return place.apply(where(words).apply(KubeCluster.builder())).stream()
                .map(ClusterEntry::name)
                .toList();
    }

    private static Where where(List<String> words) {
        Where where = new Where();
        new CommandLine(where).setUnmatchedArgumentsAllowed(true).parseArgs(words.toArray(String[]::new));
        return where;
    }
}
