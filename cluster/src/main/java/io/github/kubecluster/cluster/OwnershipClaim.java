package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.Scheduler;
import org.jspecify.annotations.Nullable;

/** This process's claim to keep the workers of a cluster, renewed as long as it is there. Used by one thread. */
final class OwnershipClaim {
    private final @Nullable String owner;
    private Ownership ownership;

    /**
     * @param owner the name under which this process keeps the workers while nobody else does; null to look on only
     * @param launched whether this process has just launched the cluster, and so is its owner
     */
    OwnershipClaim(@Nullable String owner, boolean launched) {
        this.owner = owner;
        this.ownership = Ownership.assumed(launched);
    }

    Ownership ownership() {
        return ownership;
    }

    boolean mine() {
        return ownership.mine();
    }

    /** Claims anew, and tells {@code log} when the owner has changed. */
    void renew(Scheduler scheduler, int wanted, ScalingLog log) {
        if (owner == null) {
            return;
        }
        boolean before = mine();
        ownership = Ownership.claim(scheduler, owner);
        if (before != mine()) {
            log.add(wanted, wanted, (before ? "another" : "this") + " process keeps the workers of this cluster now");
        }
    }

    /** Gives the ownership up, if it is this process's. */
    void leave(@Nullable Scheduler scheduler) {
        if (owner == null || scheduler == null || !mine()) {
            return;
        }
        try {
            Ownership.leave(scheduler, owner);
        } catch (DaskException e) {
            System.getLogger(OwnershipClaim.class.getName())
                    .log(System.Logger.Level.INFO, "The scheduler does not answer; it misses its owner by itself", e);
        }
    }
}
