package io.github.kubecluster.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A kernel that has been started and has said where its channels are.
 *
 * <p>The kernel is given a connection file with port 0 for each channel. It binds ports of its choice and writes them
 * into the file, as ipykernel does, so that nobody can take a port in between. The file is readable for its owner alone
 * and is deleted as soon as it has been read.
 */
record KernelStart(KernelProcess process, ConnectionFile connection) {
    private static final Logger LOG = System.getLogger(KernelStart.class.getName());
    private static final String CONNECTION_FILE = "{connection_file}";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    /**
     * Starts {@code command}, in which {@code {connection_file}} stands for the path of the connection file.
     *
     * @throws UncheckedIOException if there is no such program
     * @throws KernelDiedException if the process ends, or {@code limit} passes, before it has opened its channels
     */
    static KernelStart of(List<String> command, Map<String, String> environment, Duration limit)
            throws InterruptedException {
        Path directory = temporaryDirectory();
        Path file = directory.resolve("connection.json");
        try {
            offer().write(file);
            KernelProcess process = KernelProcess.start(
                    command.stream()
                            .map(argument -> argument.replace(CONNECTION_FILE, file.toString()))
                            .toList(),
                    environment);
            try {
                return new KernelStart(process, await(process, file, limit));
            } catch (InterruptedException | RuntimeException e) {
                process.kill();
                throw e;
            }
        } finally {
            delete(file);
            delete(directory);
        }
    }

    private static ConnectionFile offer() {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            ports.put(channel, 0);
        }
        return new ConnectionFile("tcp", "127.0.0.1", ports, SigningKey.random(), ConnectionFile.HMAC_SHA256, "");
    }

    private static ConnectionFile await(KernelProcess process, Path file, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < limit.toNanos()) {
            if (process.ends(POLL_INTERVAL)) {
                throw process.death();
            }
            try {
                ConnectionFile connection = ConnectionFile.read(file);
                if (!connection.ports().containsValue(0)) {
                    return connection;
                }
            } catch (UncheckedIOException | IllegalArgumentException e) {
                LOG.log(Level.TRACE, "The kernel is writing the connection file just now.", e);
            }
        }
        throw process.timeout("open its channels", limit);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("kubecluster-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary directory: " + e.getMessage() + ".", e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot delete \"" + path + "\".", e);
        }
    }
}
