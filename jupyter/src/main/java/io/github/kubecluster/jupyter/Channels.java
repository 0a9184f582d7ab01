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

    private final ZContext context = new ZContext();
    private final List<IpcBridge> bridges = new ArrayList<>();
    private final Map<Channel, Integer> ports;
    private final Map<Channel, SocketThread> threads = new EnumMap<>(Channel.class);

    /**
     * Binds all channels, those with port zero to a free one; nothing is received before {@link #start}.
     *
     * @param receivers get the frames that come in on each channel; the heartbeat answers itself
     */
    Channels(ConnectionFile connection, Map<Channel, Consumer<List<byte[]>>> receivers) {
        ports = new EnumMap<>(connection.ports());
        context.setLinger(LINGER_MILLIS);
        try {
            for (Channel channel : Channel.values()) {
                Consumer<List<byte[]>> receiver =
                        receivers.getOrDefault(channel, frames -> send(Channel.HEARTBEAT, frames));
                threads.put(
                        channel,
                        channel == Channel.IOPUB
                                ? publisher(channel, connection, receiver)
                                : router(channel, connection, receiver));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns the ports that the channels are bound to. */
    Map<Channel, Integer> ports() {
        return ports;
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
        threads.values().forEach(SocketThread::end);
        threads.values().forEach(SocketThread::close);
        context.close();
        for (IpcBridge bridge : bridges) {
            try {
                bridge.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "Cannot remove the socket of a channel.", e);
            }
        }
    }

    private SocketThread router(Channel channel, ConnectionFile connection, Consumer<List<byte[]>> receiver) {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        // A frontend that comes back under its old identity takes over from its dead connection.
        router.setRouterHandover(true);
        bind(router, channel, connection);
        return new SocketThread(context, channel.label(), router, receiver);
    }

    private SocketThread publisher(Channel channel, ConnectionFile connection, Consumer<List<byte[]>> receiver) {
        Publisher publisher = new Publisher(context);
        bind(publisher.socket(), channel, connection);
        return new SocketThread(context, channel.label(), publisher.socket(), publisher::send, receiver);
    }

    private void bind(ZMQ.Socket socket, Channel channel, ConnectionFile connection) {
        String address = connection.address(channel);
        try {
            Optional<Path> path = connection.path(channel);
            if (path.isPresent()) {
                int port = socket.bindToRandomPort("tcp://127.0.0.1");
                bridges.add(IpcBridge.listen(path.get(), port));
            } else if (Integer.valueOf(0).equals(connection.ports().get(channel))) {
                ports.put(channel, socket.bindToRandomPort("tcp://" + connection.ip()));
            } else {
                socket.bind(address);
            }
        } catch (ZMQException | IOException e) {
            throw new IllegalStateException(
                    "Cannot bind the " + channel.label() + " channel to \"" + address + "\": " + e.getMessage()
                            + ". Start the kernel with a new connection file.",
                    e);
        }
    }
}
