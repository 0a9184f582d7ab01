package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.ServiceThreads;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/**
 * The way in which other processes of the same user ask the owner of a local cluster for another size: a socket in the
 * cluster's directory, and a file beside it that holds the size. Both are the user's alone.
 */
final class LocalControl implements AutoCloseable {
    private static final int LONGEST = 4_096;
    private static final String TAKEN = "taken";

    private final Path directory;
    private final ServerSocketChannel server;
    private final Consumer<Scaling> reader;

    /**
     * Opens the socket.
     *
     * @param reader takes each size that is asked for, on a thread of this object
     */
    LocalControl(Path directory, Consumer<Scaling> reader) {
        this.directory = directory;
        this.reader = reader;
        Path socket = directory.resolve("control");
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new ClusterException(
                    "Cannot listen at \"" + socket + "\": " + e.getMessage()
                            + ". Set XDG_RUNTIME_DIR to a directory with a short path.",
                    e);
        }
        ServiceThreads.start("local-control", this::serve);
    }

    /** Asks the owner of the cluster in {@code directory} for another size, and waits until it has taken it. */
    static void ask(Path directory, Scaling size) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("control")))) {
            write(channel, DesiredSize.text(size));
            String answer = read(channel);
            if (!answer.equals(TAKEN)) {
                throw new ClusterException(answer);
            }
        } catch (IOException e) {
            throw new ClusterException(
                    "The owner of local cluster \"" + directory.getFileName() + "\" does not answer: " + e.getMessage()
                            + ". Look whether its process still runs.",
                    e);
        }
    }

    static void writeSize(Path directory, Scaling size) {
        try {
            Path fresh = Files.createTempFile(directory, "size", null);
            Files.writeString(fresh, DesiredSize.text(size));
            Files.move(fresh, directory.resolve("size"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            System.getLogger(LocalControl.class.getName())
                    .log(System.Logger.Level.WARNING, "Cannot write down the size of a local cluster", e);
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                write(channel, take(read(channel)));
            } catch (IOException e) {
                if (server.isOpen()) {
                    System.getLogger(LocalControl.class.getName())
                            .log(System.Logger.Level.INFO, "A process that asked for a size has gone", e);
                }
            }
        }
    }

    private String take(String asked) {
        try {
            reader.accept(DesiredSize.parse(asked));
            return TAKEN;
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Reads a line; one that is too long is cut off, and so refused as no size. */
    private static String read(SocketChannel channel) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1_024);
        while (line.indexOf("\n") < 0 && channel.read(one) > 0) {
            line.append(StandardCharsets.UTF_8.decode(one.flip()));
            one.clear();
            if (line.length() > LONGEST) {
                break;
            }
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            System.getLogger(LocalControl.class.getName())
                    .log(System.Logger.Level.WARNING, "The socket in " + directory + " did not close cleanly", e);
        }
    }
}
