package io.github.kubecluster.cluster;

import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The waits of a cluster's user: each has a limit, tells why it goes on, and can be interrupted. Thread-safe. */
final class ClusterWaits {
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(4);

    private final ClusterLife life;
    private final Consumer<String> narrator;
    private final Duration startLimit;

    ClusterWaits(ClusterLife life, Consumer<String> narrator, Duration startLimit) {
        this.life = life;
        this.narrator = narrator;
        this.startLimit = startLimit;
    }

    /** Waits until the scheduler answers. */
    void forScheduler() {
        ClusterStatus reached = life.board()
                .await(
                        "the scheduler",
                        startLimit.plus(CLOSE_LIMIT),
                        status -> status.phase() != ClusterPhase.STARTING,
                        status -> "Waiting for the scheduler of cluster \"" + status.name() + "\": "
                                + status.scheduler() + ".",
                        narrator);
        life.throwIfFailed();
        if (reached == null) {
            throw new ClusterTimeoutException("Cluster \"" + status().name() + "\" did not start within "
                    + startLimit.toSeconds() + " s: " + status().scheduler() + ".");
        }
    }

    /**
     * Waits for workers.
     *
     * @param workers how many, for the words
     * @param check run before each look; throws if the wait has lost its sense
     */
    void forWorkers(int workers, Duration limit, Predicate<ClusterStatus> reached, Runnable check) {
        forScheduler();
        Predicate<ClusterStatus> enough = status -> life.hasTakenRequest() && reached.test(status);
        Predicate<ClusterStatus> settled = status -> {
            check.run();
            return enough.test(status) || life.isStuck() || status.phase() != ClusterPhase.RUNNING;
        };
        ClusterStatus last = life.board()
                .await(
                        workers + " workers",
                        limit,
                        settled,
                        status -> life.hasTakenRequest() ? missing(status, workers) : "",
                        narrator);
        if (last == null) {
            throw new ClusterTimeoutException(shortfall(status(), workers, " within " + limit.toSeconds() + " s"));
        }
        if (!enough.test(last)) {
            life.throwIfFailed();
            life.requireOpen();
            // What settled the wait may be newer than the status that it was looking at.
            throw new ClusterException(shortfall(status(), workers, ""));
        }
    }

    /** Waits until the cluster is closed, as {@code closed} tells. */
    void forEnd(CompletableFuture<Void> closed) {
        String what = "cluster \"" + status().name() + "\" to close";
        life.board()
                .await(
                        what,
                        CLOSE_LIMIT,
                        status -> closed.isDone() || status.phase() == ClusterPhase.CLOSED,
                        status -> status.phase() == ClusterPhase.CLOSING
                                        && status.scheduler().startsWith("Cannot")
                                ? status.scheduler()
                                : "",
                        narrator);
        ServiceThreads.await(what, closed);
    }

    ClusterStatus status() {
        return life.board().current();
    }

    /** Tells how far a cluster is that is to have {@code workers} workers, and what it waits for. */
    static String missing(ClusterStatus status, int workers) {
        String on = status.waitingFor();
        return status.ready() + " of " + workers + " workers are ready."
                + (on.isEmpty() ? "" : " Waiting for " + on + ".")
                + leaving(status)
                + status.problem().map(problem -> "\n" + problem).orElse("");
    }

    private static String shortfall(ClusterStatus status, int workers, String within) {
        String on = status.waitingFor();
        @Nullable String problem = status.problem().orElse(null);
        return status.ready() + " of " + workers + " workers of cluster \"" + status.name() + "\" joined the scheduler"
                + within
                + "." + (on.isEmpty() ? "" : " Still waiting: " + on + ".") + leaving(status)
                + (problem == null
                        ? (status.wanted() < workers
                                ? " Only " + status.wanted() + " are asked for. Scale to " + workers + " first."
                                : " Free resources or correct the pod template, then scale again.")
                        : "\n" + problem);
    }

    private static String leaving(ClusterStatus status) {
        return status.leaving().isEmpty() ? "" : " On their way out: " + status.leaving() + ".";
    }
}
