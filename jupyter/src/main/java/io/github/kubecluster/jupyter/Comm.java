package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A two-way line of messages between the kernel and its frontends. Thread-safe.
 *
 * <p>What a thread sends is marked with the request that the thread works for, see {@link Request#current}.
 */
public final class Comm {
    private final String id;
    private final String target;
    private final Comms comms;
    private volatile CommListener listener = message -> {};

    Comm(String id, String target, Comms comms) {
        this.id = id;
        this.target = target;
        this.comms = comms;
    }

    /** Returns the id that both sides know this comm by. */
    public String id() {
        return id;
    }

    /** Returns the name of the target that this comm was opened to. */
    public String target() {
        return target;
    }

    /**
     * Sends a message to the frontends.
     *
     * @param buffers binary data, which must not be changed afterwards
     * @throws IllegalStateException if this comm is closed
     */
    public void send(JsonObject data, JsonObject metadata, List<byte[]> buffers) {
        comms.send(this, data, metadata, buffers);
    }

    /** Closes this comm and tells the frontends; does nothing if it is closed. Its listener is not called. */
    public void close(JsonObject data) {
        comms.close(this, data);
    }

    CommListener listener() {
        return listener;
    }

    void listen(CommListener listener) {
        this.listener = listener;
    }
}
