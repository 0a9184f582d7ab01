package io.github.kubecluster.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says when a worker may be made again after one has ended by itself or could not be made: later each time, and no more
 * after {@value #GIVE_UP_AFTER} times in a row without a worker that registered. Used by one thread.
 */
final class WorkerBackoff {
    private static final int GIVE_UP_AFTER = 3;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private int failures;
    private Instant notBefore = Instant.MIN;
    private @Nullable String problem;
    private boolean finished;

    WorkerBackoff(Clock clock) {
        this.clock = clock;
    }

    /** A worker has ended by itself; {@code reason} says of which cluster, which worker and why. */
    void ended(String reason) {
        failures++;
        finished = failures >= GIVE_UP_AFTER;
        problem = finished
                ? reason + "\nThat were " + failures
                        + " workers in a row, so no more are made. Correct the cause, then scale again."
                : reason + "\nAnother one is made in its place.";
        delay();
    }

    /** A worker could not be made. */
    void refused(ClusterException refusal) {
        problem = String.valueOf(refusal.getMessage());
        if (KubernetesErrors.mayPass(refusal)) {
            failures = Math.min(failures + 1, GIVE_UP_AFTER);
            delay();
        } else {
            finished = true;
        }
    }

    /** A worker has registered, or the user has asked anew: all is forgotten. */
    void reset() {
        failures = 0;
        notBefore = Instant.MIN;
        problem = null;
        finished = false;
    }

    boolean mayCreate() {
        return !finished && !clock.instant().isBefore(notBefore);
    }

    /** Tells whether no worker will be made until the user asks anew. */
    boolean finished() {
        return finished;
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void delay() {
        Duration pause = Duration.ofSeconds(1L << Math.min(failures, 5));
        notBefore = clock.instant().plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    }
}
