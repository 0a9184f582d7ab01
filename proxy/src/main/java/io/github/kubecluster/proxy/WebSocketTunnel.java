package io.github.kubecluster.proxy;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** Two connections, each of which gets the bytes that arrive on the other, whatever they mean. */
final class WebSocketTunnel {
    private final AtomicInteger openEnds = new AtomicInteger(2);
    private final Tunnels tunnels;
    private final TunnelEnd browser;
    private final TunnelEnd upstream;

    WebSocketTunnel(EndPoint browser, EndPoint upstream, Executor executor, ByteBufferPool buffers, Tunnels tunnels) {
        this.tunnels = tunnels;
        this.upstream = new TunnelEnd(upstream, executor, buffers, this);
        this.browser = new TunnelEnd(browser, executor, buffers, this);
    }

    TunnelEnd browser() {
        return browser;
    }

    TunnelEnd upstream() {
        return upstream;
    }

    /** Begins to pump; until then, what arrives waits. */
    void start() {
        upstream.pumpTo(browser, tunnels.idleTimeout());
        browser.pumpTo(upstream, tunnels.idleTimeout());
    }

    void close() {
        close(null);
    }

    void close(@Nullable Throwable cause) {
        tunnels.remove(this);
        browser.getEndPoint().close(cause);
        upstream.getEndPoint().close(cause);
    }

    void onEndClosed() {
        if (openEnds.decrementAndGet() == 0) {
            tunnels.remove(this);
        }
    }
}
