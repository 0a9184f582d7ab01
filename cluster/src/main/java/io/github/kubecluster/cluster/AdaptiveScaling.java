package io.github.kubecluster.cluster;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Turns what the scheduler asks for into steps, as Dask's {@code AdaptiveCore} does: up at once; down only after the same
 * worker was named several times in a row, first those that have not arrived yet. Beyond Dask, no worker goes shortly after
 * the cluster has grown, no step is larger than a limit, and no busy worker goes before an idle one. Used by one thread.
 */
final class AdaptiveScaling {
    private final Clock clock;
    private final Map<String, Integer> named = new HashMap<>();
    private Instant grown = Instant.EPOCH;

    AdaptiveScaling(Clock clock) {
        this.clock = clock;
    }

    /** One decision: to make {@code more} workers, to close some, or, with neither, to stay; and why. */
    record Step(int more, List<Worker> closing, String reason) {
        static Step stay(String reason) {
            return new Step(0, List.of(), reason);
        }
    }

    /**
     * Decides one step.
     *
     * @param asked how many workers the scheduler wants, bounds aside
     * @param planned the workers that are there or on their way
     * @param suggestion which workers the scheduler would close to get down to a number
     */
    Step next(Scaling.Adaptive bounds, int asked, List<Worker> planned, IntFunction<List<String>> suggestion) {
        int target = bounds.clamp(asked);
        AdaptivePace pace = bounds.pace();
        String wish = "the load asks for " + asked
                + (target == asked ? "" : ", the bounds are " + bounds.minimum() + " and " + bounds.maximum());
        if (target >= planned.size()) {
            named.clear();
            int more = Math.min(target - planned.size(), pace.step());
            if (more > 0) {
                grown = clock.instant();
            }
            return new Step(more, List.of(), wish + limited(target - planned.size(), pace));
        }
        int excess = planned.size() - target;
        Set<Worker> candidates = candidates(target, planned, excess, suggestion);
        named.keySet().retainAll(candidates.stream().map(worker -> worker.name).collect(Collectors.toSet()));
        List<Worker> due = candidates.stream()
                .filter(worker -> named.merge(worker.name, 1, Integer::sum) >= pace.waitCount())
                .toList();
        if (!due.isEmpty() && clock.instant().isBefore(grown.plus(pace.coolDown()))) {
            return Step.stay(wish + ", but the cluster has grown within the last "
                    + pace.coolDown().toSeconds() + " s");
        }
        List<Worker> closing = due.stream().limit(pace.step()).toList();
        closing.forEach(worker -> named.remove(worker.name));
        return closing.isEmpty()
                ? Step.stay(wish)
                : new Step(
                        0,
                        closing,
                        wish + " " + pace.waitCount() + " times in a row" + limited(due.size(), pace) + "; "
                                + departures(closing));
    }

    /** Those that have not joined go first; then those that the scheduler names, but none that works while one idles. */
    private static Set<Worker> candidates(
            int target, List<Worker> planned, int excess, IntFunction<List<String>> suggestion) {
        List<Worker> notArrived =
                planned.stream().filter(worker -> worker.info == null).toList();
        Set<Worker> candidates = new LinkedHashSet<>(ScaleDown.choose(notArrived, excess));
        if (candidates.size() < excess) {
            Collection<String> suggested = suggestion.apply(target);
            List<Worker> named = planned.stream()
                    .filter(worker -> worker.info != null && suggested.contains(worker.name))
                    .toList();
            boolean idleOneStays =
                    planned.stream().anyMatch(worker -> worker.idle() && !suggested.contains(worker.name));
            candidates.addAll(ScaleDown.choose(
                    named.stream()
                            .filter(worker -> worker.idle() || !idleOneStays)
                            .toList(),
                    excess - candidates.size()));
        }
        return candidates;
    }

    private static String limited(int change, AdaptivePace pace) {
        return change > pace.step() ? ", at most " + pace.step() + " at a time" : "";
    }

    private static String departures(List<Worker> closing) {
        return closing.stream()
                .map(ScaleDown::departure)
                .map(departure -> departure.worker() + " goes: " + departure.reason())
                .collect(Collectors.joining(", "));
    }
}
