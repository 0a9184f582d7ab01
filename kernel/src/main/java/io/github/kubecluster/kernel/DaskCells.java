package io.github.kubecluster.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.jupyter.ExecutionListener;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.KernelClient;
import io.github.kubecluster.jupyter.KernelDiedException;
import io.github.kubecluster.jupyter.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code %%dask} cells in a Python kernel of its own, which the first cell starts. In it, {@code client} is a
 * {@code distributed.Client} of the current cluster, and names persist from cell to cell. One cell runs at a time; any
 * thread may close.
 */
final class DaskCells implements AutoCloseable {
    private static final String CONNECT = resource("connect.py");

    private final Python python;
    private final Supplier<Optional<Endpoint>> scheduler;
    private volatile @Nullable KernelClient kernel;
    private volatile boolean closed;
    private final ReentrantLock turn = new ReentrantLock();
    private String connected = "";

    /**
     * @param scheduler says where the scheduler of the current cluster is; nothing while there is no cluster
     */
    DaskCells(Python python, Supplier<Optional<Endpoint>> scheduler) {
        this.python = python;
        this.scheduler = scheduler;
    }

    /**
     * Runs Python code and waits for its end. An interrupt of this thread interrupts the code.
     *
     * @param cell gets the output as it comes, and questions for the user
     * @return the result of the last expression, if it has one
     * @throws CellFailure if the code raises an exception; with its name and its traceback
     * @throws IllegalStateException if there is no cluster, no Python that can run the code, or this is closed
     * @throws CancellationException if this thread is interrupted while Python starts, or the code does not stop
     */
    Optional<DisplayData> run(String code, ExecutionListener cell) {
        Endpoint endpoint = scheduler
                .get()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no cluster for the cell to compute on. Start one: %kubecluster start"));
        if (!turn.tryLock()) {
            throw new IllegalStateException(
                    "The code of an earlier %%dask cell still runs. Wait for its end, or restart the kernel.");
        }
        try {
            KernelClient running = running(cell);
            connect(running, endpoint, cell);
            PythonOutput output = new PythonOutput(cell);
            JsonObject reply = running.execute(code, false, output);
            if (!isOk(reply)) {
                throw failure(reply);
            }
            return output.result();
        } catch (KernelDiedException e) {
            throw new IllegalStateException(e.getMessage() + "\nRun the %%dask cells again from the first one.", e);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Ends the connection to a cluster that is no longer the current one, so that Python does not try to reach it. Does
     * nothing while a cell runs.
     */
    void forgetClosedCluster() {
        KernelClient running = kernel;
        if (running == null || !turn.tryLock()) {
            return;
        }
        try {
            if (running.isAlive()
                    && !connected.isEmpty()
                    && !scheduler.get().map(Endpoint::address).equals(Optional.of(connected))) {
                connected = "";
                running.execute(CONNECT + "_connect(None)", true, ExecutionListener.silent());
            }
        } finally {
            turn.unlock();
        }
    }

    private KernelClient running(ExecutionListener cell) {
        KernelClient running = kernel;
        if (running != null && running.isAlive()) {
            return running;
        }
        say(cell, "stream", Map.of("name", "stderr", "text", "Starting Python for this and later %%dask cells…\n"));
        connected = "";
        try {
            running = python.startKernel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("The start of Python was interrupted.").initCause(e);
        }
        kernel = running;
        if (closed) {
            running.close();
            throw new IllegalStateException("The kernel is shutting down.");
        }
        say(cell, "clear_output", Map.of("wait", false));
        return running;
    }

    private void connect(KernelClient running, Endpoint endpoint, ExecutionListener cell) {
        String address = endpoint.address();
        if (address.equals(connected)) {
            return;
        }
        JsonObject reply = running.execute(CONNECT + connection(endpoint), true, new PythonOutput(cell));
        if (!isOk(reply)) {
            CellFailure failure = failure(reply);
            throw python.missingModule(failure)
                    .orElseGet(() -> new IllegalStateException(
                            "Cannot connect Python to the scheduler at " + address + ": " + failure.message()
                                    + ". Look at the cluster: %kubecluster status",
                            failure));
        }
        connected = address;
    }

    /** Calls the function of {@code connect.py}; a text in JSON is one in Python too. */
    private static String connection(Endpoint endpoint) {
        Stream<String> arguments = Stream.concat(
                Stream.of(endpoint.address()),
                endpoint.credentials().stream()
                        .flatMap(shown -> Stream.of(shown.authority(), shown.certificate(), shown.key())));
        return arguments
                .map(argument -> new JsonPrimitive(argument).toString())
                .collect(Collectors.joining(", ", "_connect(", ")"));
    }

    private static void say(ExecutionListener cell, String type, Map<String, ?> content) {
        cell.published(Message.of(type, "", Json.object(content)));
    }

    private static CellFailure failure(JsonObject reply) {
        List<String> traceback = reply.get("traceback") instanceof JsonArray lines
                ? lines.asList().stream().map(JsonElement::getAsString).toList()
                : List.of();
        return new CellFailure(
                Json.text(reply, "ename").orElse(""), Json.text(reply, "evalue").orElse(""), traceback, null);
    }

    private static boolean isOk(JsonObject reply) {
        return Json.text(reply, "status").equals(Optional.of("ok"));
    }

    /** Ends Python; a cell that runs fails. */
    @Override
    public void close() {
        closed = true;
        KernelClient running = kernel;
        if (running != null) {
            running.close();
        }
    }

    private static String resource(String name) {
        try (InputStream resource = Objects.requireNonNull(DaskCells.class.getResourceAsStream(name))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
