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
    private static final int LONGEST_STREAK = 3;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private int failures;
    private int stillborn;
    private boolean refused;
    private boolean undeleted;
    private Instant notBefore = Instant.EPOCH;
    private @Nullable String problem;
    private boolean finished;

    WorkerBackoff(Clock clock) {
        this.clock = clock;
    }

    /**
     * A worker has ended by itself.
     *
     * @param reason of which cluster, which worker and why
     * @param hadRegistered whether it had joined the scheduler: then the template works, and another one is always made
     */
    void ended(String reason, boolean hadRegistered) {
        failures++;
        stillborn = hadRegistered ? 0 : stillborn + 1;
        finished = stillborn >= GIVE_UP_AFTER;
        problem = finished
                ? reason + "\nThat were " + stillborn
                        + " workers in a row, so no more are made. Correct the cause, then scale again."
                : reason + "\nAnother one is made in its place.";
        delay(Duration.ZERO);
    }

    /** A worker could not be made. */
    void refused(RuntimeException refusal) {
        if (KubernetesErrors.mayPass(refusal)) {
            again(refusal);
        } else {
            problem = refusal.getMessage();
            refused = true;
            finished = true;
        }
    }

    /** A pod could not be deleted. */
    void notDeleted(RuntimeException refusal) {
        again(refusal);
        undeleted = true;
    }

    /** A pod is deleted: what kept pods from it is past. */
    void deleted() {
        if (undeleted) {
            reset();
        }
    }

    private void again(RuntimeException refusal) {
        problem = refusal.getMessage()
                + (refusal instanceof KubernetesErrors.QuotaException ? "" : " It is tried again.");
        refused = true;
        failures = Math.min(failures + 1, LONGEST_STREAK);
        delay(KubernetesErrors.retryAfter(refusal));
    }

    /** Kubernetes has taken a pod: what it refused before is past. */
    void accepted() {
        if (refused) {
            reset();
        }
    }

    /** A worker has registered, or the user has asked anew: all is forgotten. */
    void reset() {
        failures = 0;
        stillborn = 0;
        refused = false;
        undeleted = false;
        notBefore = Instant.EPOCH;
        problem = null;
        finished = false;
    }

    boolean mayCreate() {
        return !finished && mayCall();
    }

    boolean mayCall() {
        return !clock.instant().isBefore(notBefore);
    }

    /** Tells whether no worker will be made until the user asks anew. */
    boolean finished() {
        return finished;
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** @param asked how long Kubernetes has asked to be left alone */
    private void delay(Duration asked) {
        Duration growing = Duration.ofSeconds(1L << Math.min(failures, 5));
        Duration pause = growing.compareTo(LONGEST) < 0 ? growing : LONGEST;
        notBefore = clock.instant().plus(pause.compareTo(asked) < 0 ? asked : pause);
    }
}
