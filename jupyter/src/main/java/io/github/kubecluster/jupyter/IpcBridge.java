package io.github.kubecluster.jupyter;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries connections to a Unix domain socket on to a port of the loopback interface. ZeroMQ's protocol is the same on
 * both; jeromq, whose {@code ipc} addresses are ports in disguise, offers only the latter.
 *
 * <p>So a channel with an {@code ipc} address can also be reached at a port that nobody is told of, as with {@code tcp}.
 */
final class IpcBridge implements AutoCloseable {
    private static final Logger LOG = System.getLogger(IpcBridge.class.getName());
    private static final int CHUNK = 64 << 10;

    private final Path path;
    private final InetSocketAddress port;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    private IpcBridge(Path path, InetSocketAddress port, ServerSocketChannel server) {
        this.path = path;
        this.port = port;
        this.server = server;
    }

    /**
     * Listens at {@code path}, which is for its owner alone; what is there is replaced.
     *
     * @throws IOException if that is not possible, e.g. because the path is longer than about 100 bytes
     */
    static IpcBridge listen(Path path, int port) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        IpcBridge bridge = new IpcBridge(path, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), server);
        Threads.start("jupyter-ipc", bridge::accept);
        return bridge;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                connect(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "A connection to \"" + path + "\" failed.", e);
            }
        }
    }

    private void connect(SocketChannel frontend) throws IOException {
        connections.add(frontend);
        try {
            SocketChannel kernel = SocketChannel.open(port);
            connections.add(kernel);
            Threads.start("jupyter-ipc-in", () -> copy(frontend, kernel));
            Threads.start("jupyter-ipc-out", () -> copy(kernel, frontend));
        } catch (IOException e) {
            end(frontend);
            throw e;
        }
    }

    /** Copies until one side closes, then closes the other. */
    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                writeAll(buffer, to);
                buffer.clear();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection to \"" + path + "\" broke.", e);
        } finally {
            end(from);
            end(to);
        }
    }

    private static void writeAll(ByteBuffer buffer, ByteChannel to) throws IOException {
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }

    private void end(SocketChannel connection) {
        connections.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection to \"" + path + "\" did not close.", e);
        }
    }
}
