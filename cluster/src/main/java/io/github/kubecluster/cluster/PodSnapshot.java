package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The pods of a cluster as its place has shown them last. Thread-safe. */
final class PodSnapshot {
    private final Clock clock;
    private volatile List<Pod> pods = List.of();
    private volatile boolean schedulerSeen;
    private volatile StartTimes schedulerStart;
    private Consumer<List<Pod>> follower = shown -> {};

    PodSnapshot(Clock clock) {
        this.clock = clock;
        this.schedulerStart = StartTimes.of(clock.instant());
    }

    synchronized void show(List<Pod> shown) {
        pods = shown;
        scheduler().ifPresent(pod -> {
            schedulerSeen = true;
            schedulerStart = schedulerStart.seen(pod, clock.instant());
        });
        follower.accept(shown);
    }

    /** Has {@code next} told of the pods, now and after each change. */
    synchronized void follow(Consumer<List<Pod>> next) {
        follower = next;
        next.accept(pods);
    }

    List<Pod> pods() {
        return pods;
    }

    Optional<Pod> scheduler() {
        return pods.stream().filter(Labels::isScheduler).findFirst();
    }

    /** Returns how long the start of a scheduler that answers by now has taken, if it was launched here. */
    synchronized StartTimes schedulerAnswers() {
        schedulerStart = schedulerStart.reached(StartTimes.Step.READY, clock.instant());
        return schedulerStart;
    }

    /** Tells whether the scheduler's pod was there and is no more. */
    boolean schedulerGone() {
        return schedulerSeen && scheduler().isEmpty();
    }
}
