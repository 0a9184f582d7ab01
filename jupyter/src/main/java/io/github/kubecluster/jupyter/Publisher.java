package io.github.kubecluster.jupyter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The socket that publishes: waits for slow subscribers rather than losing messages, but not for one that has stopped.
 * That one loses messages then, and for a minute nobody waits for it; a pause after each message lets the others keep up.
 * Used by one thread.
 */
final class Publisher {
    private static final Logger LOG = System.getLogger(Publisher.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration IMPATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final ZMQ.Socket socket;
    private boolean waits = true;
    private long until;

    Publisher(ZContext context) {
        socket = context.createSocket(SocketType.XPUB);
        socket.setXpubVerbose(true);
        socket.setXpubNoDrop(true);
        socket.setSendTimeOut((int) PATIENCE.toMillis());
    }

    ZMQ.Socket socket() {
        return socket;
    }

    void send(List<byte[]> frames) {
        if (!waits && System.nanoTime() - until > 0) {
            setWaits(true);
        }
        if (!waits) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        if (!Frames.send(socket, frames)) {
            LOG.log(Level.WARNING, "A frontend takes no messages; for {0} s it may lose some.", IMPATIENCE.toSeconds());
            setWaits(false);
            until = System.nanoTime() + IMPATIENCE.toNanos();
            Frames.send(socket, frames);
        }
    }

    private void setWaits(boolean waits) {
        this.waits = waits;
        socket.setXpubNoDrop(waits);
    }
}
