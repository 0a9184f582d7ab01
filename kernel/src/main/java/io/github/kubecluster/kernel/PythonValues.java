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
import org.jspecify.annotations.Nullable;

/** Takes values between Java and the Python of cells, through files that this user alone can read and that end at once. */
record PythonValues(KernelClient python, Endpoint endpoint) {
    /**
     * Makes {@code value} the variable {@code name} of Python.
     *
     * @throws IllegalArgumentException if Python cannot have it
     */
    void take(String name, @Nullable Object value) {
        throughFile("Cannot take \"" + name + "\" along to Python. ", file -> {
            ValueFile.write(file, value, endpoint.address());
            call("take", name, file);
            return null;
        });
    }

    /**
     * Returns the value of the variable {@code name} of Python.
     *
     * @throws IllegalArgumentException if there is none, or Java cannot have it
     */
    @Nullable
    Object give(String name) {
        return throughFile("Cannot bring back \"" + name + "\" from Python. ", file -> {
            call("give", name, file);
            Object value = ValueFile.read(file, endpoint.client());
            python.execute(DaskCells.MODULE + ".given()", true, ExecutionListener.silent());
            return value;
        });
    }

    /** What is done with a file. */
    private interface Way {
        @Nullable
        Object go(Path file) throws IOException;
    }

    private static @Nullable Object throughFile(String refusal, Way way) {
        try {
            Path file = Files.createTempFile("kubecluster-", ".value");
            try {
                return way.go(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(refusal + e.getMessage(), e);
        }
    }

    private void call(String function, String name, Path file) {
        String code = DaskCells.MODULE + "." + function + "(" + new JsonPrimitive(name) + ", "
                + new JsonPrimitive(file.toString()) + ")";
        JsonObject reply = python.execute(code, true, ExecutionListener.silent());
        if (!DaskCells.isOk(reply)) {
            throw new IllegalArgumentException(
                    Json.text(reply, "evalue").filter(text -> !text.isEmpty()).orElse("It was interrupted."));
        }
    }
}
