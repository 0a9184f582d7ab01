package io.github.kubecluster.kernel;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.jupyter.Displays;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Request;
import io.github.kubecluster.jupyter.RequestHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Runs cells (messaging specification, "Execute"). */
final class ExecuteHandler implements RequestHandler {
    private static final Logger LOG = System.getLogger(ExecuteHandler.class.getName());
    private static final Duration EXTENSIONS = Duration.ofSeconds(30);

    private final JavaKernel kernel;
    private final AtomicInteger nextCell = new AtomicInteger(1);
    /** Held by the cell that runs: subshells take turns with the main shell. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final History history;
    private final Interrupts interrupts;
    private final CompletableFuture<?> ready;

    /** @param ready done when extensions have registered their magics; the first cell waits for it */
    ExecuteHandler(JavaKernel kernel, History history, Interrupts interrupts, CompletableFuture<?> ready) {
        this.kernel = kernel;
        this.history = history;
        this.interrupts = interrupts;
        this.ready = ready;
    }

    @Override
    public JsonObject answer(Request request) {
        String code = Json.text(request.content(), "code").orElse("");
        boolean silent = Json.flag(request.content(), "silent", false);
        boolean stored = !silent && Json.flag(request.content(), "store_history", true);
        int cell = stored ? nextCell.getAndIncrement() : nextCell.get();
        if (stored && !code.isBlank()) {
            history.add(cell, code);
        }
        if (!silent) {
            JsonObject input = new JsonObject();
            input.addProperty("code", code);
            input.addProperty("execution_count", cell);
            request.publish("execute_input", input);
        }
        awaitExtensions();
        awaitTurn();
        kernel.displayed().begin(request);
        try {
            JsonObject reply = kernel.cells()
                    .asCell(
                            cell,
                            interrupts.asked(request),
                            () -> reply(request, () -> run(request, code, cell, silent)));
            reply.addProperty("execution_count", cell);
            return reply;
        } finally {
            kernel.displayed().end();
            turn.unlock();
        }
    }

    private void awaitTurn() {
        if (!turn.tryLock()) {
            System.err.println("Waiting for the cell that runs: the notebook's Java runs one cell at a time.");
            turn.lock();
        }
    }

    /** Returns what {@code work} returns, or the error that it ended with, which is shown in the cell. */
    private JsonObject reply(Request request, Supplier<JsonObject> work) {
        try {
            return work.get();
        } catch (CellFailure failure) {
            return failed(request, failure);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A cell could not be run.", e);
            return failed(
                    request, new CellFailure(e.getClass().getSimpleName(), e.getMessage(), kernel.formatError(e), e));
        }
    }

    private static JsonObject failed(Request request, CellFailure failure) {
        JsonObject error = error(failure);
        request.publish("error", error.deepCopy());
        if (Json.flag(request.content(), "stop_on_error", true)) {
            request.abortQueued();
        }
        error.addProperty("status", "error");
        return error;
    }

    private void awaitExtensions() {
        try {
            ready.get(EXTENSIONS.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            System.err.println("Extensions of the kernel are not installed after " + EXTENSIONS.toSeconds()
                    + " s; their magics may be missing.");
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("The kernel's extensions cannot be installed.", e);
        }
    }

    private JsonObject run(Request request, String code, int cell, boolean silent) {
        Object value = valueOf(code);
        if (value != null && !silent && !kernel.isPresented(value)) {
            JsonObject result = shown(value);
            result.addProperty("execution_count", cell);
            request.publish("execute_result", result);
        }
        JsonObject reply = new JsonObject();
        reply.add("user_expressions", expressions(Json.member(request.content(), "user_expressions")));
        reply.add("payload", request.payloads());
        return reply;
    }

    private @Nullable Object valueOf(String code) {
        try {
            return kernel.cells().run(code);
        } finally {
            kernel.progress().refresh();
        }
    }

    private JsonObject expressions(JsonObject asked) {
        JsonObject answers = new JsonObject();
        for (Entry<String, JsonElement> expression : asked.entrySet()) {
            answers.add(expression.getKey(), expression(expression.getValue().getAsString()));
        }
        return answers;
    }

    private JsonObject expression(String code) {
        try {
            JsonObject answer = shown(requireNonNullElse(kernel.cells().run(code), "null"));
            answer.addProperty("status", "ok");
            return answer;
        } catch (CellFailure failure) {
            JsonObject answer = error(failure);
            answer.addProperty("status", "error");
            return answer;
        }
    }

    /** Returns how {@code value} is shown. That is up to code of a user, which may run long or fail. */
    private JsonObject shown(Object value) {
        return Displays.content((DisplayData) requireNonNull(kernel.cells().call(() -> kernel.render(value))));
    }

    private static JsonObject error(CellFailure failure) {
        JsonObject error = new JsonObject();
        error.addProperty("ename", failure.name());
        error.addProperty("evalue", failure.message());
        error.add("traceback", Json.tree(failure.lines()));
        return error;
    }
}
