package io.github.kubecluster.jupyter;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A client's end of the channels of a kernel. Thread-safe: a thread that is interrupted may send, too. */
final class KernelChannels implements AutoCloseable {
    /** A few connections in a hundred never begin to talk (jeromq's pull request 1022): they are made anew after this time. */
    static final int HANDSHAKE_MILLIS = 1000;

    private static final Map<Channel, SocketType> TYPES = Map.of(
            Channel.SHELL, SocketType.DEALER,
            Channel.CONTROL, SocketType.DEALER,
            Channel.STDIN, SocketType.DEALER,
            Channel.IOPUB, SocketType.SUB);

    private final Wire wire;
    private final ZContext context = new ZContext();
    private final Map<Channel, SocketThread> sockets = new EnumMap<>(Channel.class);
    private final BlockingQueue<Runnable> outbox = new LinkedBlockingQueue<>();
    private volatile boolean open = true;

    /**
     * Connects to a kernel; returns before the kernel has answered.
     *
     * @param received gets each message, on a thread of its channel
     */
    KernelChannels(ConnectionFile connection, String session, BiConsumer<Channel, Message> received) {
        wire = new Wire(connection);
        context.setLinger(0);
        TYPES.forEach((channel, type) -> {
            ZMQ.Socket socket = socket(type, session);
            socket.connect(connection.address(channel));
            String name = "client-" + channel.name().toLowerCase(Locale.ROOT);
            sockets.put(
                    channel,
                    new SocketThread(context, name, socket, frames -> received.accept(channel, wire.decode(frames))));
        });
        sockets.values().forEach(SocketThread::start);
        Threads.start("jupyter-client-outbox", this::sendAll);
    }

    private ZMQ.Socket socket(SocketType type, String session) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setHandshakeIvl(HANDSHAKE_MILLIS);
        // A kernel asks for input on stdin by the identity that the code came with on shell.
        socket.setIdentity(session.getBytes(StandardCharsets.UTF_8));
        if (type == SocketType.SUB) {
            socket.setRcvHWM(0);
            socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
        }
        return socket;
    }

    void send(Channel channel, Message message) {
        SocketThread socket = Objects.requireNonNull(sockets.get(channel));
        outbox.add(() -> socket.send(wire.encode(message)));
    }

    private void sendAll() {
        try {
            while (open) {
                outbox.take().run();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread.", e);
        }
        sockets.values().forEach(SocketThread::close);
        context.close();
    }

    /** Sends what still waits, then closes the channels; returns at once. */
    @Override
    public void close() {
        outbox.add(() -> open = false);
    }
}
