package io.github.kubecluster.proxy;

import java.time.Duration;

/**
 * What bounds the work and the waiting of a proxy.
 *
 * @param connect until a connection to the upstream is made
 * @param answer without a byte from the upstream, before its answer begins and within it
 * @param tunnelIdle without a byte in either direction of a WebSocket
 * @param stop for the requests that are under way when the proxy is closed
 * @param body bytes of a request's body
 * @param connections open connections from clients
 * @param tunnels open WebSockets
 */
record Limits(
        Duration connect, Duration answer, Duration tunnelIdle, Duration stop, int body, int connections, int tunnels) {
    static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            1 << 20,
            1024,
            512);

    /** Bytes of a header block, in either direction: Bokeh's token alone can have several thousand. */
    static final int HEADER = 64 << 10;

    Limits withConnect(Duration timeout) {
        return new Limits(timeout, answer, tunnelIdle, stop, body, connections, tunnels);
    }

    Limits withAnswer(Duration timeout) {
        return new Limits(connect, timeout, tunnelIdle, stop, body, connections, tunnels);
    }

    Limits withTunnelIdle(Duration timeout) {
        return new Limits(connect, answer, timeout, stop, body, connections, tunnels);
    }

    Limits withStop(Duration timeout) {
        return new Limits(connect, answer, tunnelIdle, timeout, body, connections, tunnels);
    }

    Limits withConnections(int count) {
        return new Limits(connect, answer, tunnelIdle, stop, body, count, tunnels);
    }

    Limits withTunnels(int count) {
        return new Limits(connect, answer, tunnelIdle, stop, body, connections, count);
    }
}
