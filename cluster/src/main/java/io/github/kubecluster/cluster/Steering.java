package io.github.kubecluster.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The size that a cluster is asked to have, whoever asks: by hand here, or written down by another notebook or a terminal.
 * The last one counts. Thread-safe.
 */
final class Steering {
    private final int limit;
    private final ScalingLog log;
    private final IntSupplier wanted;

    // What follows is guarded by this.
    private Scaling asked;
    private int request;
    private @Nullable Reconciler reconciler;
    private @Nullable SizeWriter writer;

    /**
     * A request to scale as it was taken.
     *
     * @param number tells it from others
     * @param scaling what is asked for now
     * @param notices what the user should know of it
     */
    record Taken(int number, Scaling scaling, List<String> notices) {}

    /**
     * @param limit how many workers the cluster may have
     * @param log takes every decision
     * @param wanted tells how many workers are wanted now, by adaptive scaling
     */
    Steering(Scaling first, int limit, ScalingLog log, IntSupplier wanted) {
        this.asked = first.atMost(limit);
        this.limit = limit;
        this.log = log;
        this.wanted = wanted;
    }

    synchronized Scaling asked() {
        return asked;
    }

    /** Returns the number of the last request. */
    synchronized int request() {
        return request;
    }

    int limit() {
        return limit;
    }

    /** Takes over the size of a cluster that was found. */
    synchronized void adopt(Scaling found) {
        asked = found;
    }

    /** Hands what is asked for to the loop that does it, from now on. */
    synchronized void handTo(Reconciler loop) {
        reconciler = loop;
        loop.scale(asked, request);
    }

    /** Lets others read and write the size. */
    void share(PodRuntime runtime, String cluster) {
        runtime.watchSize(size -> written(cluster, size));
        synchronized (this) {
            writer = new SizeWriter(runtime, cluster);
            if (request > 0) {
                writer.write(asked);
            }
        }
    }

    private synchronized void written(String cluster, Scaling size) {
        if (!DesiredSize.text(size).equals(DesiredSize.text(asked))) {
            take(cluster, size, "asked for from elsewhere");
        }
    }

    /**
     * Asks for another size.
     *
     * @param reason who or what asks, for the list of decisions
     */
    synchronized Taken ask(String cluster, Scaling scaling, String reason) {
        Taken taken = take(cluster, scaling, reason);
        if (writer != null) {
            writer.write(taken.scaling());
        }
        return taken;
    }

    private synchronized Taken take(String cluster, Scaling scaling, String reason) {
        Scaling taken = scaling.atMost(limit);
        List<String> told = new ArrayList<>(limited(scaling));
        if (asked instanceof Scaling.Adaptive adaptive && taken instanceof Scaling.Fixed) {
            told.add("Adaptive scaling " + adaptive + " of cluster \"" + cluster + "\" has ended: " + taken + " "
                    + (taken.initialWorkers() == 1 ? "is" : "are") + " asked for by hand.");
        }
        int before = asked instanceof Scaling.Fixed size ? size.workers() : wanted.getAsInt();
        log.add(before, taken.initialWorkers(), told.isEmpty() ? reason : reason + ". " + String.join(" ", told));
        asked = taken;
        request++;
        if (reconciler != null) {
            reconciler.scale(taken, request);
        }
        return new Taken(request, taken, List.copyOf(told));
    }

    /** Says that {@code scaling} is more than this cluster may have, if it is. */
    List<String> limited(Scaling scaling) {
        Scaling possible = scaling.atMost(limit);
        return possible.equals(scaling)
                ? List.of()
                : List.of("This cluster may have " + limit + " workers at most (count.max), so " + possible
                        + " are asked for instead of " + scaling + ". Raise that limit to have more.");
    }

    /** Takes note that one worker was removed by hand. */
    synchronized void oneLess() {
        if (asked instanceof Scaling.Fixed size) {
            asked = new Scaling.Fixed(Math.max(0, size.workers() - 1));
        }
    }
}
