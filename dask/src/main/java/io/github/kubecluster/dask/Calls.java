package io.github.kubecluster.dask;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
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
    /** A worker that is stopped, but not gone, says nothing for ever. */
    private static final Duration SILENCE_OF_A_WORKER = Duration.ofMinutes(2);

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
     * @throws CancellationException if this thread is interrupted; the call of a scheduler goes on then, and that of a worker
     *     is ended, as it is when it takes too long
     * @throws IllegalStateException if this is closed
     */
    Reply call(Request request) {
        return await(start(request)).checked();
    }

    /** Begins a call; see {@link #await}. */
    Call start(Request request) {
        Call call = new Call(request);
        synchronized (this) {
            checkOpen();
            threads.execute(() -> {
                try {
                    call.reply().complete(exchange(call));
                } catch (Throwable t) {
                    call.reply().completeExceptionally(t);
                }
            });
        }
        return call;
    }

    /** Waits for the answer to a call that {@link #start} has begun, as {@link #call} does; it may tell of an error. */
    Reply await(Call call) {
        Request request = call.request();
        try {
            return ServiceThreads.await(asked(request), call.reply(), limit(request));
        } catch (TimeoutException e) {
            endIfOfWorker(call);
            throw late(request, limit(request), e);
        } catch (CancellationException e) {
            endIfOfWorker(call);
            throw e;
        }
    }

    /** A worker would keep what the scheduler never hears of. */
    private static void endIfOfWorker(Call call) {
        if (call.request().worker() != null) {
            call.abandon();
        }
    }

    /** Closes all connections, also those that are in use. */
    @Override
    public void close() {
        List<Comm> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            threads.shutdown();
            all.addAll(idle);
            all.addAll(busy);
            idle.clear();
        }
        all.forEach(Comm::drop);
    }

    private Reply exchange(Call call) {
        Request request = call.request();
        try {
            Comm kept = request.alone() ? null : takeIdle(address(request));
            if (kept != null) {
                try {
                    return exchange(call, kept);
                } catch (SocketTimeoutException | MalformedMessageException e) {
                    throw e;
                } catch (IOException e) {
                    if (call.isAbandoned()) {
                        throw e;
                    }
                    // It was closed while nobody used it; a new one decides.
                    return exchange(call, open(request));
                }
            }
            return exchange(call, open(request));
        } catch (SocketTimeoutException e) {
            throw late(request, silence(request), e);
        } catch (MalformedMessageException e) {
            throw new DaskException(asked(request) + " has no answer: " + Wording.reason(e) + ".", e);
        } catch (IOException e) {
            throw new DaskConnectionException(
                    asked(request) + " has no answer: " + Wording.reason(e) + ". Check that the " + called(request)
                            + " runs, then try again.",
                    e);
        }
    }

    private Reply exchange(Call call, Comm comm) throws IOException {
        Request request = call.request();
        boolean sound = false;
        try {
            call.goesOver(comm);
            comm.write(request.message());
            Reply reply = new Reply(asked(request), comm.read(silence(request)));
            if (request.isConfirmed() && reply.isOk()) {
                comm.write(CONFIRMATION);
            }
            sound = true;
            return reply;
        } finally {
            call.arrived();
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
        Comm comm = request.worker() == null ? connector.open() : reach(request.worker());
        if (!use(comm)) {
            comm.drop();
            throw closed();
        }
        return comm;
    }

    private Comm reach(SchedulerAddress worker) throws IOException {
        try {
            return connector.to(worker, REACHING_A_WORKER).open();
        } catch (SocketTimeoutException e) {
            throw new IOException("it cannot be reached within " + Wording.seconds(REACHING_A_WORKER), e);
        }
    }

    private synchronized boolean use(Comm comm) {
        return !closed && busy.add(comm);
    }

    private void giveBack(Comm comm, boolean usable) {
        Comm spare = keep(comm, usable);
        if (spare != null) {
            spare.drop();
        }
    }

    /** Returns which connection is to be closed, if one is. */
    private synchronized @Nullable Comm keep(Comm comm, boolean usable) {
        busy.remove(comm);
        if (!usable || closed) {
            return comm;
        }
        idle.push(comm);
        return idle.size() > KEPT_OPEN ? idle.removeLast() : null;
    }

    private void checkOpen() {
        if (closed) {
            throw closed();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException(
                "The connection to scheduler \"" + connector.address() + "\" is closed. Connect again.");
    }

    private Duration limit(Request request) {
        return request.limit() == null ? connector.timeout() : request.limit();
    }

    private Duration silence(Request request) {
        return request.worker() == null ? limit(request) : Durations.shorter(limit(request), SILENCE_OF_A_WORKER);
    }

    private String asked(Request request) {
        return "\"" + request.op() + "\" of " + called(request) + " \"" + address(request) + "\"";
    }

    private static String called(Request request) {
        return request.worker() == null ? "scheduler" : "worker";
    }

    private DaskTimeoutException late(Request request, Duration waited, Exception cause) {
        return new DaskTimeoutException(
                asked(request) + " has no answer after " + Wording.seconds(waited) + ". Look at the " + called(request)
                        + "'s log and load, then try again.",
                cause);
    }
}
