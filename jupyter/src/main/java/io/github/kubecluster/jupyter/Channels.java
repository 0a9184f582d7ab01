package io.github.kubecluster.jupyter;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The kernel's ends of the five channels, each with a thread of its own. */
final class Channels implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Channels.class.getName());
    private static final int LINGER_MILLIS = 1000;
    private static final int STUCK_MILLIS = 5000;

    private final ZContext context = new ZContext();
    private final List<IpcBridge> bridges = new ArrayList<>();
    private final Map<Channel, SocketThread> threads = new EnumMap<>(Channel.class);

    /**
     * Binds all channels; nothing is received before {@link #start}.
     *
     * @param receivers get the frames that come in on each channel; the heartbeat answers itself
     */
    Channels(ConnectionFile connection, Map<Channel, Consumer<List<byte[]>>> receivers) {
        context.setLinger(LINGER_MILLIS);
        try {
            for (Channel channel : Channel.values()) {
                Consumer<List<byte[]>> receiver =
                        receivers.getOrDefault(channel, frames -> send(Channel.HEARTBEAT, frames));
                ZMQ.Socket socket = bound(channel, connection);
                threads.put(channel, new SocketThread(context, channel.label(), socket, receiver));
            }
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    void start() {
        threads.values().forEach(SocketThread::start);
    }

    void send(Channel channel, List<byte[]> frames) {
        requireNonNull(threads.get(channel)).send(frames);
    }

    /** Sends what still waits, for at most a second, and closes all channels. */
    @Override
    public void close() {
        threads.values().forEach(SocketThread::close);
        closeAll();
    }

    private void closeAll() {
        context.close();
        for (IpcBridge bridge : bridges) {
            try {
                bridge.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "Cannot remove the socket of a channel.", e);
            }
        }
    }

    private ZMQ.Socket bound(Channel channel, ConnectionFile connection) {
        String address = connection.address(channel);
        ZMQ.Socket socket = channel == Channel.IOPUB ? publisher() : router();
        try {
            Optional<Path> path = connection.path(channel);
            if (path.isPresent()) {
                int port = socket.bindToRandomPort("tcp://127.0.0.1");
                bridges.add(IpcBridge.listen(path.get(), port));
            } else {
                socket.bind(address);
            }
            return socket;
        } catch (ZMQException | IOException e) {
            throw new IllegalStateException(
                    "Cannot bind the " + channel.label() + " channel to \"" + address + "\": " + e.getMessage()
                            + ". Start the kernel with a new connection file.",
                    e);
        }
    }

    private ZMQ.Socket router() {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        // A frontend that comes back under its old identity takes over from its dead connection.
        router.setRouterHandover(true);
        return router;
    }

    /** Waits for a slow frontend rather than losing messages, but not for one that has stopped. */
    private ZMQ.Socket publisher() {
        ZMQ.Socket publisher = context.createSocket(SocketType.XPUB);
        publisher.setXpubVerbose(true);
        publisher.setXpubNoDrop(true);
        publisher.setSendTimeOut(STUCK_MILLIS);
        return publisher;
    }
}
