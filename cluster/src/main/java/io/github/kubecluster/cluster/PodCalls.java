package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.ServiceThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls that may take long, {@value #AT_A_TIME} at a time, on threads of their own; what comes of each is brought to the
 * thread that owns the state. Thread-safe.
 */
final class PodCalls implements AutoCloseable {
    static final int AT_A_TIME = 32;

    private final Consumer<Runnable> inbox;
    private final ThreadPoolExecutor threads;

    /** @param inbox takes what is to be run on the thread that owns the state */
    PodCalls(String cluster, Consumer<Runnable> inbox) {
        this.inbox = inbox;
        this.threads = new ThreadPoolExecutor(
                AT_A_TIME,
                AT_A_TIME,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                ServiceThreads.factory("pods-of-" + cluster));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Makes a call; one that fails is told to {@code failed}. */
    <T> void call(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed) {
        threads.execute(() -> {
            try {
                T result = call.get();
                inbox.accept(() -> done.accept(result));
            } catch (RuntimeException e) {
                inbox.accept(() -> failed.accept(e));
            }
        });
    }

    void run(Runnable call, Runnable done, Consumer<RuntimeException> failed) {
        call(
                () -> {
                    call.run();
                    return true;
                },
                ignored -> done.run(),
                failed);
    }

    /** Makes no further call, and waits until those on their way have come back, or gives them up after 5 seconds. */
    @Override
    public void close() {
        threads.getQueue().clear();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
