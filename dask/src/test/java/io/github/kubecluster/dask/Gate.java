package io.github.kubecluster.dask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Holds tasks back until a test opens it: they wait as long as a file is there. */
final class Gate implements AutoCloseable {
    private final Path file;

    Gate(Path directory) throws IOException {
        file = Files.createTempFile(directory, "gate-", "");
    }

    /** Submits a task that ends, with None, when the gate is opened. */
    DaskFuture hold(Submission submission) {
        return submission.runSource(
                "import os, time\nwhile os.path.exists(file): time.sleep(0.01)", Map.of("file", file.toString()));
    }

    void open() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        open();
    }
}
