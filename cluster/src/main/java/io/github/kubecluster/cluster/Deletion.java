package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Deletes several things: tries each, one that Kubernetes may yet take again and again until a time, and fails at the end. */
final class Deletion {
    private static final long PAUSE_MILLIS = 1_000;

    private final Instant deadline;
    private final Consumer<String> narrator;
    private final List<RuntimeException> failures = new ArrayList<>();

    /** @param narrator told why something is tried again */
    Deletion(Instant deadline, Consumer<String> narrator) {
        this.deadline = deadline;
        this.narrator = narrator;
    }

    Instant deadline() {
        return deadline;
    }

    void attempt(Runnable step) {
        while (true) {
            try {
                step.run();
                return;
            } catch (RuntimeException e) {
                if (!KubernetesErrors.mayPass(e) || !Instant.now().isBefore(deadline)) {
                    failures.add(e);
                    return;
                }
                narrator.accept(e.getMessage() + " It is tried again for another "
                        + Duration.between(Instant.now(), deadline).toSeconds() + " s.");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServiceThreads.interrupted("Kubernetes to answer", e);
        }
    }

    /** Throws the first failure, the others attached to it. */
    void throwIfFailed() {
        if (!failures.isEmpty()) {
            failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
            throw failures.get(0);
        }
    }
}
