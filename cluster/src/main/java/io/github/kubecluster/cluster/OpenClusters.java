package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The clusters of this process that are not closed. When the process ends in order, they are closed with it. */
final class OpenClusters {
    /** What a shutdown may take before whoever asked for it loses patience; the lifeline does the rest. */
    private static final Duration AT_EXIT = Duration.ofSeconds(20);

    private static final Set<KubeCluster> OPEN = new CopyOnWriteArraySet<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(OpenClusters::closeAll, "close-clusters"));
    }

    private OpenClusters() {}

    static void add(KubeCluster cluster) {
        OPEN.add(cluster);
    }

    static void remove(KubeCluster cluster) {
        OPEN.remove(cluster);
    }

    static List<KubeCluster> list() {
        return List.copyOf(OPEN);
    }

    private static void closeAll() {
        List<CompletableFuture<Void>> closing =
                OPEN.stream().map(OpenClusters::closeInBackground).toList();
        for (CompletableFuture<Void> close : closing) {
            try {
                close.get(AT_EXIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                System.getLogger(OpenClusters.class.getName())
                        .log(System.Logger.Level.WARNING, "A cluster was not closed when this process ended", e);
            }
        }
    }

    private static CompletableFuture<Void> closeInBackground(KubeCluster cluster) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        ServiceThreads.start("close-at-exit", () -> {
            try {
                cluster.close();
                closed.complete(null);
            } catch (RuntimeException e) {
                closed.completeExceptionally(e);
            }
        });
        return closed;
    }
}
