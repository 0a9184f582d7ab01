package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.List;

/** What a scheduler says of tasks, also of those that other clients have submitted. */
record TaskStates(Calls calls) {
    private static final Duration KNOWN = Duration.ofSeconds(10);

    /** Returns the state of a task in Dask's words; empty if the scheduler has none of that key. */
    String of(String key, Duration limit) {
        Request request =
                Request.of("get_task_status").with("keys", List.of(key)).within(limit);
        return calls.call(request).fields().text(key);
    }

    boolean isKnown(String key) {
        return !of(key, KNOWN).isEmpty();
    }

    /**
     * Waits until the scheduler has a task, which one client has submitted and another wants: nothing more is ever heard of a task
     * that is asked for before it is submitted.
     */
    void awaitKnown(String key) {
        long end = System.nanoTime() + KNOWN.toNanos();
        while (!isKnown(key)) {
            if (System.nanoTime() > end) {
                throw new DaskTimeoutException("The scheduler has heard nothing of task \"" + key + "\" within "
                        + Wording.seconds(KNOWN) + ". Look whether the client that submitted it is still connected.");
            }
        }
    }
}
