package io.github.kubecluster.dask;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that is under way: who waits for it may abandon it. Thread-safe. */
final class Call {
    private final Request request;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private @Nullable Closeable way;
    private boolean abandoned;

    Call(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    CompletableFuture<Reply> reply() {
        return reply;
    }

    /**
     * Names the connection that the call goes over from now on.
     *
     * @throws IOException if the call has been abandoned
     */
    synchronized void goesOver(Closeable connection) throws IOException {
        way = connection;
        if (abandoned) {
            throw new IOException("nobody waits for it any more");
        }
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Ends the call where it is, as its connection is closed: what was sent in part is not taken. */
    void abandon() {
        Closeable connection;
        synchronized (this) {
            abandoned = true;
            connection = way;
        }
        if (connection != null && !reply.isDone()) {
            try {
                connection.close();
            } catch (IOException e) {
                System.getLogger(Call.class.getName())
                        .log(System.Logger.Level.DEBUG, "A connection did not close cleanly", e);
            }
        }
    }
}
