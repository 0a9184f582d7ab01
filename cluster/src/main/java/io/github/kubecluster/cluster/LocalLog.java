package io.github.kubecluster.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a log that is being written, whole lines at a time. Used by one thread. */
final class LocalLog implements AutoCloseable {
    private final InputStream in;
    private final int old;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private boolean begun;

    /** @param old how many of the lines that are there at first are brought, the last ones */
    LocalLog(Path file, int old) throws IOException {
        this.in = Files.newInputStream(file);
        this.old = old;
    }

    /** Brings the lines that have been finished since this was called last. */
    void read(Consumer<String> line) throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte character : in.readAllBytes()) {
            if (character == '\n') {
                lines.add(unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
            } else {
                unfinished.write(character);
            }
        }
        lines.subList(begun ? 0 : Math.max(0, lines.size() - old), lines.size()).forEach(line);
        begun = true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
