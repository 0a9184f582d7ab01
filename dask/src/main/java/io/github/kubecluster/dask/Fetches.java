package io.github.kubecluster.dask;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Completes stages with the results of tasks, a few at a time, however many there are. Thread-safe.
 *
 * <p>What depends on a stage runs on a thread of its own, so that it may wait without keeping others from their results.
 * Threads that have nothing to do end.
 */
final class Fetches {
    private static final int AT_A_TIME = 4;

    private final DaskClient client;
    private final Executor fetching = ServiceThreads.pool("dask-fetch", AT_A_TIME);
    private final Executor completing = ServiceThreads.pool("dask-stage");

    Fetches(DaskClient client) {
        this.client = client;
    }

    /** Returns a stage that keeps {@code future} from being forgotten until it has its result. */
    CompletableFuture<@Nullable Object> of(DaskFuture future) {
        CompletableFuture<@Nullable Object> stage = new CompletableFuture<>();
        fetchWhenSettled(future, stage);
        return stage;
    }

    private void fetchWhenSettled(DaskFuture future, CompletableFuture<@Nullable Object> stage) {
        future.task().whenSettled(() -> fetching.execute(() -> fetch(future, stage)));
    }

    private void fetch(DaskFuture future, CompletableFuture<@Nullable Object> stage) {
        if (!future.done()) {
            // A worker was lost meanwhile, and the task runs once more.
            fetchWhenSettled(future, stage);
            return;
        }
        try {
            Object result = client.results(List.of(future), DaskFuture.FOREVER).get(0);
            completing.execute(() -> stage.complete(result));
        } catch (Throwable e) {
            completing.execute(() -> stage.completeExceptionally(e));
        }
    }
}
