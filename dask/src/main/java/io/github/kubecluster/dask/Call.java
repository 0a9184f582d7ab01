package io.github.kubecluster.dask;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that is under way: who waits for it may abandon it. Thread-safe. */
final class Call {
    private final Request request;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private @Nullable Comm way;
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
     * Names the connection that the call goes over until it has {@linkplain #arrived arrived}.
     *
     * @throws IOException if the call has been abandoned
     */
    synchronized void goesOver(Comm comm) throws IOException {
        way = comm;
        if (abandoned) {
            throw new IOException("nobody waits for it any more");
        }
    }

    /** Lets go of the connection, which may serve other calls now. */
    synchronized void arrived() {
        way = null;
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Ends the call where it is, as its connection is closed: what was sent in part is not taken. */
    synchronized void abandon() {
        abandoned = true;
        if (way != null) {
            way.drop();
        }
    }
}
