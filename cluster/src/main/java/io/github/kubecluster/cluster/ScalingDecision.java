package io.github.kubecluster.cluster;

import java.time.Instant;

/**
 * A change of how many workers a cluster is to have, and why.
 *
 * @param at when it was decided
 * @param from how many workers were wanted before, or there
 * @param to how many are wanted now
 * @param reason who or what asked for it, in words
 */
public record ScalingDecision(Instant at, int from, int to, String reason) {
    @Override
    public String toString() {
        return at + "  " + from + " -> " + to + "  " + reason;
    }
}
