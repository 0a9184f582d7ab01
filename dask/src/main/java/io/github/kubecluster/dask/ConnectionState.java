package io.github.kubecluster.dask;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a client's connection can be used, and who wants to know when it is lost. Thread-safe. */
final class ConnectionState {
    private static final System.Logger LOGGER = System.getLogger(ConnectionState.class.getName());

    private final SchedulerAddress address;
    private final Runnable abandon;
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean closed;
    private @Nullable String lost;

    /** @param abandon ends all waits; it is run once the state says why, and before anybody can ask for it */
    ConnectionState(SchedulerAddress address, Runnable abandon) {
        this.address = address;
        this.abandon = abandon;
    }

    /**
     * @throws IllegalStateException if it was closed
     * @throws DaskConnectionException if it was lost
     */
    synchronized void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The client of scheduler \"" + address + "\" is closed. Connect a new one.");
        }
        if (lost != null) {
            throw new DaskConnectionException(lost);
        }
    }

    synchronized boolean open() {
        return !closed && lost == null;
    }

    /** Runs {@code listener} once, on a thread of its own, when the connection is lost; at once if it is lost already. */
    void whenLost(Runnable listener) {
        synchronized (this) {
            if (lost == null) {
                listeners.add(listener);
                return;
            }
        }
        run(listener);
    }

    /** Returns false if it was closed before. */
    synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        listeners.clear();
        abandon.run();
        return true;
    }

    /** @param sentence what to tell whoever uses the connection from now on */
    void lose(String sentence) {
        List<Runnable> told;
        synchronized (this) {
            if (closed || lost != null) {
                return;
            }
            lost = sentence;
            told = List.copyOf(listeners);
            listeners.clear();
            abandon.run();
        }
        LOGGER.log(System.Logger.Level.INFO, sentence);
        told.forEach(ConnectionState::run);
    }

    private static void run(Runnable listener) {
        ServiceThreads.start("dask-disconnected", () -> {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.ERROR, "What should follow a lost connection to a scheduler failed", e);
            }
        });
    }
}
