package io.github.kubecluster.dask;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is known here of one task of the scheduler. Thread-safe.
 *
 * <p>A task is settled when there is nothing to wait for. It can become unsettled again: a worker dies, its results are
 * lost, and the scheduler computes them once more.
 */
final class RemoteTask {
    private final String key;
    private DaskFuture.Status status = DaskFuture.Status.PENDING;
    private CompletableFuture<DaskFuture.Status> settled = new CompletableFuture<>();
    private @Nullable Object exception;
    private String reason = "";

    RemoteTask(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    synchronized DaskFuture.Status status() {
        return status;
    }

    synchronized CompletableFuture<DaskFuture.Status> settled() {
        return settled;
    }

    /** Runs {@code action} when the task is settled, on the thread that learns of it; at once if it is settled. */
    void whenSettled(Runnable action) {
        CompletableFuture<Void> unused = settled().thenRun(action);
    }

    /** Returns the exception as the scheduler sent it, if the task has erred. */
    synchronized @Nullable Object exception() {
        return exception;
    }

    /** Returns why the task was cancelled, as a clause. */
    synchronized String reason() {
        return reason;
    }

    synchronized void finish() {
        settle(DaskFuture.Status.FINISHED);
    }

    synchronized void fail(@Nullable Object serialized) {
        exception = serialized;
        settle(DaskFuture.Status.ERROR);
    }

    /** @param why a clause; the first one counts */
    synchronized void cancel(String why) {
        if (status != DaskFuture.Status.CANCELLED) {
            reason = why;
            settle(DaskFuture.Status.CANCELLED);
        }
    }

    /** Nothing more will be heard of this task, and its result cannot be fetched. */
    synchronized void abandon() {
        if (status != DaskFuture.Status.ERROR) {
            settle(DaskFuture.Status.LOST);
        }
    }

    /** The result is gone; the scheduler computes it again. */
    synchronized void lose() {
        unsettle(DaskFuture.Status.FINISHED, DaskFuture.Status.LOST);
    }

    /** The scheduler computes a task again that had erred. */
    synchronized void retry() {
        unsettle(DaskFuture.Status.ERROR, DaskFuture.Status.PENDING);
    }

    private void unsettle(DaskFuture.Status from, DaskFuture.Status to) {
        if (status == from) {
            status = to;
            settled = new CompletableFuture<>();
        }
    }

    private void settle(DaskFuture.Status outcome) {
        if (status != DaskFuture.Status.CANCELLED) {
            status = outcome;
            if (!settled.complete(outcome)) {
                settled = CompletableFuture.completedFuture(outcome);
            }
        }
    }
}
