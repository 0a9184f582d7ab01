package io.github.kubecluster.dask;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A function of {@code remote.py}, which travels as text, so that any version of Python runs it. */
enum RemoteFunction {
    RUN_SOURCE,
    CALL_SOURCE,
    RUN_HERE,
    PORTABLE,
    TASK_ERROR,
    GROUPS_OF,
    PUBLISH,
    UNPUBLISH,
    DATASET,
    COMPUTE,
    PERSIST,
    FRAME,
    TYPE_NAME,
    SHOWN,
    DISPLAY;

    /** Each process that unpickles compiles the file once: that takes a millisecond. */
    private static final String DEFINE = "lambda source, name: (lambda known: known.get(source)"
            + " or known.setdefault(source, (lambda names: exec(source, names) or names)({})))"
            + "(__import__('sys').__dict__.setdefault('_kubecluster_remote', {}))[name]";

    private static final String SOURCE = source("remote.py");
    private static final PythonValue.Global EVAL = PythonValue.global("builtins", "eval");

    /** Returns the name that the function has in Python. */
    String pythonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the function as something that whoever reads the pickle makes. */
    PythonValue.Call unpickled() {
        return PythonValue.call(PythonValue.call(EVAL, DEFINE), SOURCE, pythonName());
    }

    /** Returns the function as the result of a task, so that the worker makes it, not the scheduler. */
    PythonValue.Tuple computed() {
        return PythonValue.tuple(TaskWriter.APPLY, PythonValue.tuple(EVAL, DEFINE), SOURCE, pythonName());
    }

    /**
     * Calls the function on the scheduler, which passes itself as {@code dask_scheduler}.
     *
     * @throws DaskException if it raises an exception, or the scheduler does not answer
     */
    @Nullable
    Object onScheduler(Calls calls, @Nullable Object... arguments) {
        Request request = Request.of("run_function")
                .with("function", PickleWriter.pickle(unpickled()))
                .with("args", PickleWriter.pickle(PythonValue.tuple(arguments)))
                .with("serializers", PayloadReader.SERIALIZERS);
        Object result = calls.call(request).fields().get("result");
        try {
            return result instanceof Serialized serialized ? PayloadReader.value(serialized) : result;
        } catch (IOException e) {
            throw new DaskException("The scheduler's answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the text of a file of Python beside this class. */
    static String source(String file) {
        try (InputStream in = RemoteFunction.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The file \"" + file + "\" is missing beside this class. Build again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
