package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How long the start of a pod took to reach each of its steps, from the request on and as this process saw it; never changes.
 *
 * @param asked when the pod was asked for; empty if another process has asked for it
 * @param after the steps that are reached; none if another process has asked for it
 */
public record StartTimes(Optional<Instant> asked, Map<Step, Duration> after) {
    /** A step of the start of a pod. */
    public enum Step {
        /** It has a node; processes of this machine need none. */
        PLACED,
        /** Its containers run. */
        RUNNING,
        /** The scheduler knows the worker; of the scheduler itself, it answers. */
        READY
    }

    public StartTimes {
        after = Map.copyOf(after);
    }

    /** Returns the times of a pod that is asked for at {@code asked}. */
    static StartTimes of(Instant asked) {
        return new StartTimes(Optional.of(asked), Map.of());
    }

    /** Returns the times of a pod that was asked for elsewhere, and stays without any. */
    public static StartTimes unknown() {
        return new StartTimes(Optional.empty(), Map.of());
    }

    /** Returns these times with the steps that {@code pod} has reached {@code now}. */
    StartTimes seen(Pod pod, Instant now) {
        StartTimes placed =
                pod.getSpec() == null || pod.getSpec().getNodeName() == null ? this : reached(Step.PLACED, now);
        return PodReason.running(pod) ? placed.reached(Step.RUNNING, now) : placed;
    }

    /** Returns these times with {@code step}, unless it was reached before. */
    StartTimes reached(Step step, Instant now) {
        if (asked.isEmpty() || after.containsKey(step)) {
            return this;
        }
        Map<Step, Duration> more = new HashMap<>(after);
        more.put(step, Duration.between(asked.get(), now));
        return new StartTimes(asked, more);
    }

    /** Returns the times in words, such as {@code placed after 0.1 s, running after 1.4 s}; empty while there are none. */
    public String text() {
        return after.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(reached -> String.format(
                        Locale.ROOT,
                        "%s after %.1f s",
                        reached.getKey().name().toLowerCase(Locale.ROOT),
                        reached.getValue().toMillis() / 1000.0))
                .collect(Collectors.joining(", "));
    }
}
