package io.github.kubecluster.cluster;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #KEPT} decisions on a cluster's size, oldest first. Thread-safe. */
final class ScalingLog {
    private static final int KEPT = 200;

    private final Clock clock;
    private final Deque<ScalingDecision> decisions = new ArrayDeque<>();

    ScalingLog(Clock clock) {
        this.clock = clock;
    }

    /** Adds a decision, unless it repeats the last one. */
    synchronized void add(int from, int to, String reason) {
        ScalingDecision last = decisions.peekLast();
        if (last != null
                && last.from() == from
                && last.to() == to
                && last.reason().equals(reason)) {
            return;
        }
        if (decisions.size() == KEPT) {
            decisions.removeFirst();
        }
        decisions.add(new ScalingDecision(clock.instant(), from, to, reason));
    }

    synchronized List<ScalingDecision> list() {
        return List.copyOf(decisions);
    }
}
