package io.github.kubecluster.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server that runs beside a test. */
final class ServerProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path log;

    /** @param log the file that gets what the server prints */
    ServerProcess(String name, ProcessBuilder builder, Path log) throws IOException {
        this.name = name;
        this.log = log;
        this.process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Returns what the server has printed; fails with it if the server has ended. */
    String output() throws IOException {
        String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8); // maybe not yet whole
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended:\n" + output);
        }
        return output;
    }

    /** Ends the server as Ctrl-C does, so that it ends what it has started. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
