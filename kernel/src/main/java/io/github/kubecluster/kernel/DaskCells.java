package io.github.kubecluster.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.kubecluster.dask.ClientProgress;
import io.github.kubecluster.dask.ValueFile;
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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
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
    /** The module of {@code cells.py}, which names of cells cannot hide. */
    static final String MODULE = "__import__('_kubecluster')";

    private static final String SOURCE = ValueFile.PYTHON + resource("cells.py");
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private volatile Python python;
    private final Supplier<Optional<Endpoint>> scheduler;
    private final PythonRelay relay;
    private volatile @Nullable KernelClient kernel;
    private volatile boolean closed;
    private final String clientName = "cells-" + UUID.randomUUID().toString().substring(0, 8);
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean asking;
    private String connected = "";

    /**
     * @param scheduler says where the scheduler of the current cluster is; nothing while there is no cluster
     * @param relay takes what Python says besides
     */
    DaskCells(Python python, Supplier<Optional<Endpoint>> scheduler, PythonRelay relay) {
        this.python = python;
        this.scheduler = scheduler;
        this.relay = relay;
    }

    /** Runs Python code as {@link #run(PythonCell, ExecutionListener)} does, and returns what is to be shown. */
    Optional<DisplayData> run(String code, ExecutionListener cell) {
        return run(PythonCell.of(code), cell).shown();
    }

    /**
     * Runs a cell and waits for its end. An interrupt of this thread interrupts the code, and cancels the futures that
     * the cell has made and that are not done.
     *
     * @param cell gets the output as it comes, and questions for the user
     * @throws CellFailure if the code raises an exception; with its name and its traceback
     * @throws IllegalArgumentException if an input or an output cannot be sent
     * @throws IllegalStateException if there is no cluster, no Python that can run the code, or this is closed
     * @throws CancellationException if this thread is interrupted while Python starts, or the code does not stop
     */
    PythonCell.Result run(PythonCell code, ExecutionListener cell) {
        Endpoint endpoint = scheduler
                .get()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no cluster for the cell to compute on. Start one: %kubecluster start"));
        takeTurn();
        try {
            KernelClient running = running(cell);
            connect(running, endpoint, cell);
            PythonValues values = new PythonValues(running, endpoint);
            code.inputs().forEach(values::take);
            PythonOutput output = new PythonOutput(cell, relay);
            JsonObject reply = running.execute(code.code(), false, output);
            if (!isOk(reply)) {
                throw failure(reply);
            }
            Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
            code.outputs().forEach(name -> outputs.put(name, values.give(name)));
            return new PythonCell.Result(output.result(), outputs);
        } catch (KernelDiedException e) {
            throw new IllegalStateException(e.getMessage() + "\nRun the %%dask cells again from the first one.", e);
        } finally {
            turn.unlock();
        }
    }

    /** A question of {@link #ask} may hold Python for a moment. */
    private void takeTurn() {
        try {
            if (turn.tryLock() || (asking && turn.tryLock(ANSWER.toMillis(), TimeUnit.MILLISECONDS))) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("The cell was interrupted before it began.").initCause(e);
        }
        throw new IllegalStateException(
                "The code of an earlier %%dask cell still runs. Wait for its end, or restart the kernel.");
    }

    /** Returns how far the tasks of cells are from now on; nothing while there is no cluster. */
    Optional<ClientProgress> progress() {
        return scheduler
                .get()
                .map(endpoint -> new ClientProgress(endpoint.client().get(), clientName));
    }

    /** Interrupts the cell that runs, if one does; returns at once. */
    void interrupt() {
        KernelClient running = kernel;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Returns the Python that runs the cells. */
    Python python() {
        return python;
    }

    /** Has another Python run the cells from now on; that of before ends. */
    void use(Python other) {
        takeTurn();
        try {
            python = other;
            KernelClient running = kernel;
            if (running != null) {
                running.close();
                kernel = null;
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Asks Python what it answers at once, such as {@code complete_request}.
     *
     * @return the content of the reply; nothing if Python does not run yet, runs a cell, or takes too long
     */
    Optional<JsonObject> ask(String type, JsonObject question) {
        KernelClient running = kernel;
        if (running == null || !turn.tryLock()) {
            return Optional.empty();
        }
        asking = true;
        try {
            return running.isAlive() ? running.ask(type, question, ANSWER) : Optional.empty();
        } catch (KernelDiedException e) {
            return Optional.empty();
        } finally {
            asking = false;
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
                running.execute(MODULE + ".connect(None)", true, ExecutionListener.silent());
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
            running = python.startKernel(relay::published);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("The start of Python was interrupted.").initCause(e);
        }
        kernel = running;
        relay.started(running);
        if (closed) {
            running.close();
            throw new IllegalStateException("The kernel is shutting down.");
        }
        equip(running);
        say(cell, "clear_output", Map.of("wait", false));
        return running;
    }

    private void equip(KernelClient running) {
        JsonObject reply = running.execute(
                "import sys, types; sys.modules['_kubecluster'] = types.ModuleType('_kubecluster'); "
                        + "exec(" + new JsonPrimitive(SOURCE) + ", sys.modules['_kubecluster'].__dict__); "
                        + "del sys, types",
                true,
                ExecutionListener.silent());
        if (!isOk(reply)) {
            throw new IllegalStateException(
                    "Python cannot be prepared for cells: " + failure(reply).message() + ".", failure(reply));
        }
    }

    private void connect(KernelClient running, Endpoint endpoint, ExecutionListener cell) {
        String address = endpoint.address();
        if (address.equals(connected)) {
            return;
        }
        JsonObject reply = running.execute(connection(endpoint), true, new PythonOutput(cell, relay));
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

    /** Calls the function of {@code cells.py}; a text in JSON is one in Python too. */
    private String connection(Endpoint endpoint) {
        Stream<String> arguments = Stream.concat(
                Stream.of(endpoint.address(), clientName),
                endpoint.credentials().stream()
                        .flatMap(shown -> Stream.of(shown.authority(), shown.certificate(), shown.key())));
        return arguments
                .map(argument -> new JsonPrimitive(argument).toString())
                .collect(Collectors.joining(", ", MODULE + ".connect(", ")"));
    }

    private static void say(ExecutionListener cell, String type, Map<String, ?> content) {
        cell.published(Message.of(type, "", Json.object(content)));
    }

    private static CellFailure failure(JsonObject reply) {
        List<String> traceback = Json.list(reply, "traceback").stream()
                .map(JsonElement::getAsString)
                .toList();
        return new CellFailure(
                Json.text(reply, "ename").orElse(""), Json.text(reply, "evalue").orElse(""), traceback, null);
    }

    static boolean isOk(JsonObject reply) {
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
