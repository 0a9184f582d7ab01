package io.github.kubecluster.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a thread that waits for channels. Any thread may {@link #ring} that is never interrupted or stopped: an interrupt
 * while it rings closes the bell. All else is for the thread that is woken.
 */
final class Bell implements AutoCloseable {
    private final Pipe pipe;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final ByteBuffer heard = ByteBuffer.allocate(8);

    Bell() {
        try {
            pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            // Nobody who rings may wait for a thread that has ended.
            pipe.sink().configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what can be read from when the bell has been rung. */
    SelectableChannel channel() {
        return pipe.source();
    }

    /**
     * Makes {@link #channel} readable, unless it is.
     *
     * @throws IOException if the bell is closed
     */
    void ring() throws IOException {
        if (rung.compareAndSet(false, true)) {
            pipe.sink().write(ByteBuffer.allocate(1));
        }
    }

    /** Returns whether the bell has been rung since it was last asked. What was to be done by then is seen from here on. */
    boolean answer() throws IOException {
        if (pipe.source().read(heard.clear()) <= 0) {
            return false;
        }
        rung.set(false);
        return true;
    }

    @Override
    public void close() throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }
}
