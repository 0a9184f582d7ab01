package io.github.kubecluster.cluster;

import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.dask.ServiceThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The end of a cluster, once: in order or by a failure, whichever comes first. All that was made is undone. Thread-safe. */
final class ClusterEnd {
    private final ClusterState state;
    private final Supplier<Reconciler.View> nothing;
    private final UndoStack made = new UndoStack();
    private final CompletableFuture<Void> startIsOver = new CompletableFuture<>();
    private final List<Runnable> afterwards = new CopyOnWriteArrayList<>();
    private volatile boolean begun;
    private volatile @Nullable RuntimeException failure;
    private @Nullable CompletableFuture<Void> closed;

    /** @param nothing what there is to see of workers afterwards */
    ClusterEnd(ClusterState state, Supplier<Reconciler.View> nothing) {
        this.state = state;
        this.nothing = nothing;
    }

    /** Takes note how to undo what was made; newest first. */
    void undo(Runnable step) {
        made.add(step);
    }

    /** Has {@code action} run when all is over. */
    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    /** The start has come to its end, whichever; only then can it be undone in order. */
    void startIsOver() {
        startIsOver.complete(null);
    }

    boolean hasBegun() {
        return begun;
    }

    void throwIfFailed() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    void requireOpen() {
        if (begun) {
            throw new IllegalStateException("Cluster \"" + state.name() + "\" is closed. Start another one.");
        }
    }

    /** Undoes everything; returns at once with what completes when all is gone. */
    synchronized CompletableFuture<Void> close() {
        if (closed == null) {
            closed = new CompletableFuture<>();
            begun = true;
            state.closing();
            CompletableFuture<Void> result = closed;
            ServiceThreads.start("close-cluster", () -> {
                startIsOver.join();
                List<RuntimeException> failures = made.undo();
                finish(ClusterPhase.CLOSED, "has ended");
                if (failures.isEmpty()) {
                    result.complete(null);
                } else {
                    failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
                    result.completeExceptionally(failures.get(0));
                }
            });
        }
        return closed;
    }

    /** Ends the cluster for a failure, unless its end has begun already; returns when all is gone. */
    void fail(RuntimeException cause) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        synchronized (this) {
            if (closed != null) {
                return;
            }
            closed = result;
            begun = true;
        }
        failure = cause;
        state.failing(String.valueOf(cause.getMessage()));
        made.undo().forEach(cause::addSuppressed);
        finish(ClusterPhase.FAILED, String.valueOf(cause.getMessage()));
        result.complete(null);
    }

    private void finish(ClusterPhase last, String schedulerIs) {
        state.ended(last, schedulerIs, nothing.get());
        afterwards.forEach(Runnable::run);
    }
}
