package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes every thread that works for a cluster, a client or a kernel, so that none of them is tied to a notebook's cell.
 *
 * <p>Interrupting a cell interrupts, or on Java 17 stops, all threads of the thread group that the cell runs in, and
 * threads inherit group, context class loader and inheritable thread locals from the thread that starts them. The
 * threads made here inherit nothing: they are daemons in a group directly below the root group, with the class loader of
 * this class. The type is thread-safe.
 */
public final class ServiceThreads {
    private static final ThreadGroup GROUP = new ThreadGroup(rootGroup(), "kubecluster");
    private static final long IDLE_SECONDS = 5;

    private ServiceThreads() {}

    /** Starts a daemon thread that runs {@code work}. */
    public static Thread start(String name, Runnable work) {
        Thread thread = thread(name, work);
        thread.start();
        return thread;
    }

    /** Returns a factory of daemon threads named {@code prefix-1}, {@code prefix-2}, and so on. */
    public static ThreadFactory factory(String prefix) {
        AtomicInteger made = new AtomicInteger();
        return work -> thread(prefix + "-" + made.incrementAndGet(), work);
    }

    /** Returns as many threads as are needed, named as by {@link #factory}; each ends when it had nothing to do for 5 s. */
    public static ExecutorService pool(String prefix) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory(prefix));
    }

    /** Returns up to {@code most} threads, else as {@link #pool(String)}; work for which none is free waits. */
    public static ExecutorService pool(String prefix, int most) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(prefix));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Runs {@code work} on a service thread and waits for it; the wait can be interrupted, the work goes on.
     *
     * @param what the work, as the end of a sentence that begins with "Waiting for"
     * @throws CancellationException if this thread is interrupted; its interrupt flag is then set again
     * @throws RuntimeException what {@code work} threw, if it was unchecked; a checked exception arrives as the cause of
     *     an {@link IllegalStateException}
     */
    public static <T> T call(String what, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        start("kubecluster-" + what.replace(' ', '-'), () -> {
            try {
                result.complete(work.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return await(what, result);
    }

    /** Waits for {@code result} as {@link #call} does. */
    public static <T> T await(String what, CompletableFuture<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(what, e);
        } catch (ExecutionException e) {
            throw unchecked(Objects.requireNonNullElse(e.getCause(), e), what);
        }
    }

    /**
     * Waits for {@code result} as {@link #call} does, but not longer than {@code limit}.
     *
     * @throws TimeoutException if {@code limit} is over; what was asked for goes on
     */
    public static <T> T await(String what, CompletableFuture<T> result, Duration limit) throws TimeoutException {
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(what, e);
        } catch (ExecutionException e) {
            throw unchecked(Objects.requireNonNullElse(e.getCause(), e), what);
        }
    }

    /** Returns the exception that says that the wait for {@code what} was interrupted. */
    public static CancellationException interrupted(String what, InterruptedException cause) {
        CancellationException interrupted =
                new CancellationException("Waiting for " + what + " was interrupted; what was asked for goes on.");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static RuntimeException unchecked(Throwable failure, String what) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("Waiting for " + what + ": " + failure.getMessage(), failure);
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(GROUP, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ServiceThreads.class.getClassLoader());
        return thread;
    }

    private static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
