package io.github.kubecluster.dask;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task, now or later, which stays in the memory of the workers until this future is closed or forgotten.
 *
 * <p>A future can be an argument of other tasks of the same client, before it is done too. It can be waited for by several
 * threads. As a {@link java.util.concurrent.CompletionStage} it has the result, which is fetched when something is first made
 * to depend on it; what depends on it runs on a thread of the client's. The methods that wait throw
 *
 * <ul>
 *   <li>{@link PythonException} if the task, or one that it needs, raised an exception
 *   <li>{@link DaskException} if the task was cancelled
 *   <li>{@link DaskConnectionException} if the connection to the scheduler is lost
 *   <li>{@link java.util.concurrent.CancellationException} if the waiting thread is interrupted; the task is cancelled
 *   <li>{@link IllegalStateException} if the future or its client is closed
 * </ul>
 */
public final class DaskFuture extends LazyStage implements AutoCloseable {
    /** How far a task is. */
    public enum Status {
        /** It waits, or runs. */
        PENDING,
        /** Its result is in the memory of a worker. */
        FINISHED,
        /** It raised an exception. */
        ERROR,
        /** It was cancelled. */
        CANCELLED,
        /** Its result is lost; it is computed again unless the connection to the scheduler is lost too. */
        LOST
    }

    static final Duration FOREVER = Duration.ofDays(10_000);

    private static final Cleaner CLEANER = Cleaner.create(ServiceThreads.factory("dask-release"));

    private final DaskClient client;
    private final RemoteTask task;
    private final Cleaner.Cleanable release;
    private volatile boolean closed;

    DaskFuture(DaskClient client, RemoteTask task) {
        this.client = client;
        this.task = task;
        this.release = CLEANER.register(this, new Release(client, task.key()));
    }

    /** Returns the name of the task and of its result. */
    public String key() {
        return task.key();
    }

    /** Returns how far the task is, as far as the scheduler has told. */
    public Status status() {
        return task.status();
    }

    /** Tells whether there is nothing to wait for: the task has finished, failed, or been cancelled. */
    public boolean done() {
        return task.settled().isDone();
    }

    /**
     * Waits for the result and fetches it.
     *
     * @return {@code Long}, {@code BigInteger}, {@code Double}, {@code BigDecimal}, {@code Boolean}, {@code String},
     *     {@code byte[]}, {@code UUID}, {@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}, {@code OffsetDateTime},
     *     {@code Duration}, {@code List}, {@code Map}, {@code Set}, {@link NumpyArray}, {@link Table} for data
     *     frames and series of pandas, null for None, or a {@link PythonObject} for what is, or holds, something else
     */
    public @Nullable Object result() {
        return result(FOREVER);
    }

    /**
     * Waits for the result as {@link #result()} does, but not longer than {@code limit}.
     *
     * @throws DaskTimeoutException if {@code limit} is over; it says what the task waits for
     */
    public @Nullable Object result(Duration limit) {
        return client.results(List.of(this), limit).get(0);
    }

    /**
     * Waits for the result as {@link #result()} does, and converts it without loss.
     *
     * @param type a type that {@link #result()} returns, another type of number, or {@code double[]}, {@code long[]} or
     *     {@code int[]} for lists and numpy arrays; 3 becomes an {@code Integer}, 0.5 does not
     * @throws DaskException also if the result is None or not exactly a {@code type}
     */
    public <T> T result(Class<T> type) {
        return Conversion.exactly(key(), result(), type);
    }

    /** Returns the result as an object of Python, which stays where it is; it does not wait. */
    public PythonObject object() {
        return new PythonObject(client.with(), this);
    }

    /** Returns a new Java future that gets the result; to cancel it leaves the task alone. */
    @Override
    public CompletableFuture<@Nullable Object> toCompletableFuture() {
        return client.fetched(this);
    }

    /** Asks the scheduler to drop the task; code that runs already is not interrupted. */
    public void cancel() {
        client.cancel(this);
    }

    /** Lets the workers forget the result, unless another task or client needs it. */
    @Override
    public void close() {
        closed = true;
        release.clean();
    }

    /** Returns key and status. */
    @Override
    public String toString() {
        return "future \"" + key() + "\", " + status();
    }

    DaskClient client() {
        return client;
    }

    RemoteTask task() {
        return task;
    }

    /** Returns the key, for use in a request of {@code user}. */
    String keyFor(DaskClient user) {
        if (client != user) {
            throw new IllegalArgumentException(
                    "Future \"" + key() + "\" belongs to another client. Fetch its result there, and pass that.");
        }
        if (closed) {
            throw new IllegalStateException(
                    "Future \"" + key() + "\" is closed, and its result released. Submit the task again.");
        }
        return key();
    }

    /** Must not know the future, which would never be forgotten then. */
    private record Release(DaskClient client, String key) implements Runnable {
        @Override
        public void run() {
            client.release(key);
        }
    }
}
