package io.github.kubecluster.proxy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The WebSockets that are open. */
final class Tunnels {
    private final Limits limits;
    private final Counters counters;
    private final Set<WebSocketTunnel> open = new HashSet<>();
    private boolean closed;

    Tunnels(Limits limits, Counters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    synchronized boolean areFull() {
        return closed || open.size() >= limits.tunnels();
    }

    Duration idleTimeout() {
        return limits.tunnelIdle();
    }

    synchronized int count() {
        return open.size();
    }

    /** Keeps {@code tunnel} until it is removed; returns false if there must be no more. */
    synchronized boolean add(WebSocketTunnel tunnel) {
        if (areFull()) {
            return false;
        }
        counters.tunnels.increment();
        return open.add(tunnel);
    }

    synchronized void remove(WebSocketTunnel tunnel) {
        open.remove(tunnel);
    }

    /** Closes the tunnels that are open now. */
    void closeOpen() {
        List<WebSocketTunnel> now;
        synchronized (this) {
            now = List.copyOf(open);
        }
        now.forEach(WebSocketTunnel::close);
    }

    /** Closes all tunnels and lets no new one be. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        closeOpen();
    }
}
