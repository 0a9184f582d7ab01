package io.github.kubecluster.cluster;

import java.time.Duration;

/** A request for a number of workers, to follow it, to wait for it or to take it back. Thread-safe. */
public final class ScaleRequest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final ClusterLife life;
    private final ClusterWaits waits;
    private final int number;
    private final int workers;

    ScaleRequest(ClusterLife life, ClusterWaits waits, int number, int workers) {
        this.life = life;
        this.waits = waits;
        this.number = number;
        this.workers = workers;
    }

    /** Returns how many workers this asks for: as many as were asked for, or as many as the cluster may have. */
    public int workers() {
        return workers;
    }

    /** Returns how many workers are ready now. */
    public int ready() {
        return waits.status().ready();
    }

    /** Tells in words how far it is, and what it waits for. */
    public String progress() {
        return ClusterWaits.missing(waits.status(), workers);
    }

    /** Tells whether exactly {@link #workers} workers are ready and no other one is on its way out. */
    public boolean isDone() {
        return life.hasTakenRequest() && isReached(waits.status());
    }

    boolean isReached(ClusterStatus status) {
        return status.ready() == workers && status.workers().size() == workers;
    }

    /**
     * Waits until {@link #isDone}, at most five minutes, and as long as workers on their way out may run their tasks; see
     * {@link #await(Duration)}.
     */
    public void await() {
        await(LIMIT.plus(life.drainLimit()));
    }

    /**
     * Waits until {@link #isDone}, telling why it waits.
     *
     * @throws ClusterException if no more workers will come, if somebody has scaled anew since, or if the cluster fails or
     *     is closed meanwhile
     * @throws ClusterTimeoutException if {@code limit} is over first; the cluster goes on trying
     */
    public void await(Duration limit) {
        waits.forWorkers(workers, limit, this::isReached, () -> {
            if (life.request() != number) {
                throw new ClusterException("The request for " + workers + " workers of cluster \""
                        + waits.status().name() + "\" was replaced: "
                        + waits.status().scaling() + " are asked for since.");
            }
        });
    }

    /** Takes the request back: the cluster keeps the workers that are ready, and no more come. */
    public void cancel() {
        if (life.request() == number) {
            life.scale(new Scaling.Fixed(ready()), "the request for " + workers + " workers was cancelled");
        }
    }
}
