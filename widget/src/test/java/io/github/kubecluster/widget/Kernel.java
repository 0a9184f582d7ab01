package io.github.kubecluster.widget;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.ConnectionFile;
import io.github.kubecluster.jupyter.Handlers;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.KernelServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A kernel whose cells are code of tests. */
final class Kernel implements AutoCloseable {
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final KernelServer server;
    final Widgets widgets;
    private volatile Runnable cell = () -> {};

    Kernel() {
        server = KernelServer.bind(connection());
        widgets = new Widgets(server.comms(), failures::add);
        server.serve(new Handlers().inOrder("execute_request", request -> {
            cell.run();
            return new JsonObject();
        }));
    }

    /** Has the next cell that a frontend sends do {@code work}. */
    void nextCell(Runnable work) {
        cell = work;
    }

    @Override
    public void close() {
        server.close();
    }

    private static ConnectionFile connection() {
        try {
            Path file = Files.createTempFile("connection", ".json");
            Files.writeString(
                    file,
                    Json.object(Map.of(
                                    "transport", "tcp",
                                    "ip", "127.0.0.1",
                                    "shell_port", 0,
                                    "control_port", 0,
                                    "iopub_port", 0,
                                    "stdin_port", 0,
                                    "hb_port", 0,
                                    "key", "secret",
                                    "signature_scheme", "hmac-sha256"))
                            .toString());
            ConnectionFile read = ConnectionFile.read(file);
            Files.delete(file);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
