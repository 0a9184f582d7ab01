package io.github.kubecluster.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Turns what the scheduler asks for into steps, as Dask's {@code AdaptiveCore} does: up at once; down only after the same
 * worker was named {@value #WAIT_COUNT} times in a row, first those that have not arrived yet. Used by one thread.
 */
final class AdaptiveScaling {
    /** Dask's {@code distributed.adaptive.wait-count}. */
    static final int WAIT_COUNT = 3;

    private final Map<String, Integer> named = new HashMap<>();

    /**
     * Decides one step.
     *
     * @param target how many workers the scheduler wants, within the bounds
     * @param planned the workers that are there or on their way
     * @param notArrived those of {@code planned} that the scheduler does not know yet
     * @param suggestion which workers the scheduler would close to get down to a number
     * @return the workers to close now; empty to grow or to stay
     */
    List<String> toClose(
            int target, Set<String> planned, List<String> notArrived, IntFunction<List<String>> suggestion) {
        int excess = planned.size() - target;
        if (excess <= 0) {
            named.clear();
            return List.of();
        }
        Set<String> candidates = new LinkedHashSet<>(notArrived.subList(0, Math.min(excess, notArrived.size())));
        if (candidates.size() < excess) {
            candidates.addAll(suggestion.apply(target));
        }
        named.keySet().retainAll(candidates);
        List<String> closing = new ArrayList<>();
        for (String candidate : candidates) {
            if (planned.contains(candidate) && named.merge(candidate, 1, Integer::sum) >= WAIT_COUNT) {
                closing.add(candidate);
            }
        }
        closing.forEach(named::remove);
        return closing;
    }
}
