package io.github.kubecluster.proxy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of the proxy, none of which is tied to whoever starts it.
 *
 * <p>Interrupting a notebook's cell interrupts, or on Java 17 stops, every thread of the cell's thread group. These
 * threads are daemons in a group directly below the root group and inherit neither thread locals nor a class loader.
 */
final class ProxyThreads implements ThreadFactory {
    private static final String NAME = "dashboard-proxy";
    private static final ThreadGroup GROUP = new ThreadGroup(rootGroup(), NAME);

    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(GROUP, work, NAME + "-" + made.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ProxyThreads.class.getClassLoader());
        return thread;
    }

    /** Work that may fail. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * Runs {@code work} on a thread of its own and waits for it.
     *
     * @return what the work threw, or null
     * @throws InterruptedException if the wait is interrupted; the work goes on
     */
    @Nullable
    Throwable call(Work work) throws InterruptedException {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        newThread(() -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (Throwable t) {
                        done.completeExceptionally(t);
                    }
                })
                .start();
        try {
            done.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
