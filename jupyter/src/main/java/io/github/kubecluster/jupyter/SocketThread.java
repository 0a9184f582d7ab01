package io.github.kubecluster.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Owns one ZeroMQ socket: a thread that blocks until something was received or is to be sent.
 *
 * <p>{@link #send} may be called by any thread that is never interrupted or stopped: an interrupt while it wakes the
 * socket's thread closes the {@link Bell}, and the channel is dead. Threads of cells must not come here.
 */
final class SocketThread implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SocketThread.class.getName());
    private static final int MOST_OUTGOING = 1000;

    private final String name;
    private final ZMQ.Socket socket;
    private final Consumer<List<byte[]>> sender;
    private final Bell bell = new Bell();
    private final Queue<List<byte[]>> outgoing = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(MOST_OUTGOING);
    private final Ignored ignored;
    private final Thread thread;
    private volatile boolean open = true;

    /** Takes over {@code socket}, which is sent to as it is; see the other constructor. */
    SocketThread(ZContext context, String name, ZMQ.Socket socket, Consumer<List<byte[]>> received) {
        this(context, name, socket, frames -> Frames.send(socket, frames), received);
    }

    /**
     * Takes over {@code socket}, which no other thread may use from now on.
     *
     * @param sender sends the frames of one message over {@code socket}
     * @param received gets the frames of each message, on this thread; what it throws is logged
     */
    SocketThread(
            ZContext context,
            String name,
            ZMQ.Socket socket,
            Consumer<List<byte[]>> sender,
            Consumer<List<byte[]>> received) {
        this.name = name;
        this.socket = socket;
        this.sender = sender;
        ignored = new Ignored(name);
        thread = Threads.unstarted("jupyter-" + name, () -> run(context, received));
    }

    /** Begins to receive and to send. */
    void start() {
        thread.start();
    }

    /** Sends {@code frames} in the order of the calls; waits while 1000 messages are on their way already. Once closed, drops them. */
    void send(List<byte[]> frames) {
        if (Thread.currentThread() == thread) {
            sender.accept(frames);
        } else if (open) {
            room.acquireUninterruptibly();
            outgoing.add(frames);
            ring();
        }
    }

    /** Has the thread send what still waits, close the socket and end; it does not wait for that. */
    void end() {
        open = false;
        ring();
    }

    /** {@linkplain #end Ends} the thread and waits for that. */
    @Override
    public void close() {
        end();
        try {
            thread.join();
            bell.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The bell of channel \"" + name + "\" cannot be closed.", e);
        }
    }

    private void ring() {
        try {
            bell.ring();
        } catch (IOException e) {
            if (open) {
                throw new UncheckedIOException("Channel \"" + name + "\" cannot be woken.", e);
            }
        }
    }

    private void run(ZContext context, Consumer<List<byte[]>> received) {
        try (ZMQ.Poller poller = context.createPoller(2)) {
            poller.register(socket, ZMQ.Poller.POLLIN);
            poller.register(bell.channel(), ZMQ.Poller.POLLIN);
            while (open) {
                poller.poll(-1);
                receive(received);
                if (bell.answer()) {
                    sendOutgoing();
                }
            }
            sendOutgoing();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "Channel \"" + name + "\" broke. Restart the kernel.", e);
        } finally {
            open = false;
            room.release(MOST_OUTGOING);
            socket.close();
        }
    }

    private void sendOutgoing() {
        for (List<byte[]> frames = outgoing.poll(); frames != null; frames = outgoing.poll()) {
            room.release();
            sender.accept(frames);
        }
    }

    private void receive(Consumer<List<byte[]>> received) {
        for (byte[] first = socket.recv(ZMQ.DONTWAIT); first != null; first = socket.recv(ZMQ.DONTWAIT)) {
            List<byte[]> frames = new ArrayList<>(List.of(first));
            while (socket.hasReceiveMore()) {
                frames.add(socket.recv());
            }
            try {
                received.accept(frames);
            } catch (MalformedMessageException e) {
                ignored.add(e);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A message on channel \"" + name + "\" was lost.", e);
            }
        }
    }
}
