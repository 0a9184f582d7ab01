package io.github.kubecluster.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/** One of the two connections of a {@link WebSocketTunnel}. */
final class TunnelEnd extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
    private static final int BUFFER_BYTES = 16 << 10;

    private final ByteBufferPool buffers;
    private final WebSocketTunnel tunnel;
    private @Nullable Runnable onOpen;
    private @Nullable ByteBuffer early;

    TunnelEnd(EndPoint endPoint, Executor executor, ByteBufferPool buffers, WebSocketTunnel tunnel) {
        super(endPoint, executor);
        this.buffers = buffers;
        this.tunnel = tunnel;
    }

    /** Runs {@code work} once this connection has taken over from the one that did the handshake. */
    void whenOpen(Runnable work) {
        onOpen = work;
    }

    /** Takes the bytes that came in one packet with the handshake: the first frames, often. */
    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        early = buffer;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (onOpen != null) {
            onOpen.run();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        tunnel.onEndClosed();
    }

    @Override
    public void onFillable() {
        throw new IllegalStateException("The pump waits for bytes itself.");
    }

    void pumpTo(TunnelEnd other, Duration idle) {
        getEndPoint().setIdleTimeout(idle.toMillis());
        new Pump(other.getEndPoint()).iterate();
    }

    /** Reads from here and writes there, one buffer at a time, so that the slower side sets the pace. */
    private final class Pump extends IteratingCallback {
        private final EndPoint sink;
        private @Nullable RetainableByteBuffer buffer;

        Pump(EndPoint sink) {
            this.sink = sink;
        }

        @Override
        protected Action process() throws IOException {
            ByteBuffer first = early;
            if (first != null) {
                early = null;
                sink.write(this, first);
                return Action.SCHEDULED;
            }
            buffer = buffers.acquire(BUFFER_BYTES, true);
            int filled = getEndPoint().fill(buffer.getByteBuffer());
            if (filled > 0) {
                sink.write(this, buffer.getByteBuffer());
                return Action.SCHEDULED;
            }
            release();
            if (filled == 0) {
                fillInterested(this);
                return Action.SCHEDULED;
            }
            sink.shutdownOutput();
            return Action.SUCCEEDED;
        }

        @Override
        protected void onSuccess() {
            release();
        }

        @Override
        protected void onFailure(Throwable cause) {
            tunnel.close(cause);
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            release();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        private void release() {
            if (buffer != null) {
                buffer.release();
                buffer = null;
            }
        }
    }
}
