package io.github.kubecluster.dask;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one scheduler and its workers, over a few connections that are kept open between calls. Thread-safe.
 *
 * <p>A connection serves one call at a time. Reading and writing is done by service threads; the caller only waits.
 */
final class Calls implements AutoCloseable {
    private static final int KEPT_OPEN = 8;
    private static final Duration REACHING_A_WORKER = Duration.ofSeconds(3);
    private static final String CONFIRMATION = "OK";

    private final Connector connector;
    private final ExecutorService threads = ServiceThreads.pool("dask-call");
    private final Deque<Comm> idle = new ArrayDeque<>();
    private final Set<Comm> busy = new HashSet<>();
    private boolean closed;

    /** @param first a connection that is open already; this object closes it */
    Calls(Connector connector, Comm first) {
        this.connector = connector;
        idle.push(first);
    }

    Connector connector() {
        return connector;
    }

    /**
     * Calls the scheduler, or a worker, and waits for its answer.
     *
     * @throws DaskException if the scheduler reports an error, cannot be reached or does not answer in time
     * @throws java.util.concurrent.CancellationException if this thread is interrupted; the call goes on
     * @throws IllegalStateException if this is closed
     */
    Reply call(Request request) {
        return await(request, start(request));
    }

    /** Begins a call; see {@link #await}. */
    CompletableFuture<Reply> start(Request request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        synchronized (this) {
            checkOpen();
            threads.execute(() -> {
                try {
                    reply.complete(exchange(request));
                } catch (Throwable t) {
                    reply.completeExceptionally(t);
                }
            });
        }
        return reply;
    }

    /** Waits for the answer to a call that {@link #start} has begun, as {@link #call} does. */
    Reply await(Request request, CompletableFuture<Reply> reply) {
        try {
            return ServiceThreads.await(asked(request), reply, limit(request)).checked();
        } catch (TimeoutException e) {
            throw late(request, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.shutdown();
        idle.forEach(Calls::drop);
        busy.forEach(Calls::drop);
        idle.clear();
    }

    private Reply exchange(Request request) {
        try {
            Comm kept = request.alone() ? null : takeIdle(address(request));
            if (kept != null) {
                try {
                    return exchange(request, kept);
                } catch (SocketTimeoutException | MalformedMessageException e) {
                    throw e;
                } catch (IOException e) {
                    // It was closed while nobody used it; a new one decides.
                    return exchange(request, open(request));
                }
            }
            return exchange(request, open(request));
        } catch (SocketTimeoutException e) {
            throw late(request, e);
        } catch (MalformedMessageException e) {
            throw new DaskException(asked(request) + " has no answer: " + Wording.reason(e) + ".", e);
        } catch (IOException e) {
            throw new DaskConnectionException(
                    asked(request) + " has no answer: " + Wording.reason(e) + ". Check that the " + called(request)
                            + " runs, then try again.",
                    e);
        }
    }

    private Reply exchange(Request request, Comm comm) throws IOException {
        boolean sound = false;
        try {
            comm.write(request.message());
            Reply reply = new Reply(asked(request), comm.read(limit(request)));
            if (request.isConfirmed() && reply.isOk()) {
                comm.write(CONFIRMATION);
            }
            sound = true;
            return reply;
        } finally {
            giveBack(comm, sound && !request.alone());
        }
    }

    private synchronized @Nullable Comm takeIdle(SchedulerAddress address) {
        Comm comm = idle.stream()
                .filter(one -> one.address().equals(address))
                .findFirst()
                .orElse(null);
        if (comm != null) {
            idle.remove(comm);
            busy.add(comm);
        }
        return comm;
    }

    private SchedulerAddress address(Request request) {
        return request.worker() == null ? connector.address() : request.worker();
    }

    private Comm open(Request request) throws IOException {
        Connector way = request.worker() == null ? connector : connector.to(request.worker(), REACHING_A_WORKER);
        Comm comm = way.open();
        synchronized (this) {
            if (closed) {
                drop(comm);
                checkOpen();
            }
            busy.add(comm);
        }
        return comm;
    }

    private synchronized void giveBack(Comm comm, boolean usable) {
        busy.remove(comm);
        if (!usable || closed) {
            drop(comm);
            return;
        }
        idle.push(comm);
        if (idle.size() > KEPT_OPEN) {
            drop(idle.removeLast());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The connection to scheduler \"" + connector.address() + "\" is closed. Connect again.");
        }
    }

    private Duration limit(Request request) {
        return request.limit() == null ? connector.timeout() : request.limit();
    }

    private String asked(Request request) {
        return "\"" + request.op() + "\" of " + called(request) + " \"" + address(request) + "\"";
    }

    private static String called(Request request) {
        return request.worker() == null ? "scheduler" : "worker";
    }

    private DaskTimeoutException late(Request request, Exception cause) {
        return new DaskTimeoutException(
                asked(request) + " has no answer after " + Wording.seconds(limit(request)) + ". Look at the "
                        + called(request) + "'s log and load, then try again.",
                cause);
    }

    private static void drop(Comm comm) {
        try {
            comm.close();
        } catch (IOException e) {
            System.getLogger(Calls.class.getName())
                    .log(System.Logger.Level.DEBUG, "A connection to the scheduler did not close cleanly", e);
        }
    }
}
