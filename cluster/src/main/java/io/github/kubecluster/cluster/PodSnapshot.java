package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The pods of a cluster as its place has shown them last. Thread-safe. */
final class PodSnapshot {
    private volatile List<Pod> pods = List.of();
    private volatile boolean schedulerSeen;
    private Consumer<List<Pod>> follower = shown -> {};

    synchronized void show(List<Pod> shown) {
        pods = shown;
        if (scheduler().isPresent()) {
            schedulerSeen = true;
        }
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

    /** Tells whether the scheduler's pod was there and is no more. */
    boolean schedulerGone() {
        return schedulerSeen && scheduler().isEmpty();
    }
}
