package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.kubecluster.dask.ValueFile;
import io.github.kubecluster.jupyter.ExecutionListener;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.KernelClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes values between Java and the Python of cells, through files that this user alone can read and that end at once. */
record PythonValues(KernelClient python, Endpoint endpoint) {
    /**
     * Makes {@code value} the variable {@code name} of Python.
     *
     * @throws IllegalArgumentException if Python cannot have it
     */
    void take(String name, @Nullable Object value) {
        try {
            Path file = Files.createTempFile("kubecluster-", ".value");
            try {
                ValueFile.write(file, value, endpoint.address());
                call("take", name, file).ifPresent(reason -> {
                    throw new IllegalArgumentException(reason);
                });
            } finally {
                Files.delete(file);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("Cannot take \"" + name + "\" along to Python. " + e.getMessage(), e);
        }
    }

    /**
     * Returns the value of the variable {@code name} of Python.
     *
     * @throws IllegalArgumentException if there is none, or Java cannot have it
     */
    @Nullable
    Object give(String name) {
        try {
            Path file = Files.createTempFile("kubecluster-", ".value");
            try {
                call("give", name, file).ifPresent(reason -> {
                    throw new IllegalArgumentException(reason);
                });
                Object value = ValueFile.read(file, endpoint.client());
                python.execute(DaskCells.MODULE + ".given()", true, ExecutionListener.silent());
                return value;
            } finally {
                Files.delete(file);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("Cannot bring back \"" + name + "\" from Python. " + e.getMessage(), e);
        }
    }

    /** Returns why the function failed; nothing if it did not. */
    private Optional<String> call(String function, String name, Path file) {
        String code = DaskCells.MODULE + "." + function + "(" + new JsonPrimitive(name) + ", "
                + new JsonPrimitive(file.toString()) + ")";
        JsonObject reply = python.execute(code, true, ExecutionListener.silent());
        return Json.text(reply, "status").equals(Optional.of("ok"))
                ? Optional.empty()
                : Optional.of(Json.text(reply, "evalue")
                        .filter(text -> !text.isEmpty())
                        .orElse("It was interrupted."));
    }
}
