package io.github.kubecluster.dask;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that takes a value to a Python beside this JVM, or back, as {@link DaskClient} takes values to workers and back.
 *
 * <p>Python reads and writes it with the functions of {@link #PYTHON}.
 */
public final class ValueFile {
    /**
     * The text of Python functions: {@code load_value(path, client)} returns the value of the file, and {@code
     * save_value(path, value, client)} writes one and returns what must not be released until {@link #read} has returned.
     */
    public static final String PYTHON = RemoteFunction.source("remote.py") + RemoteFunction.source("value_file.py");

    private static final Duration KNOWN = Duration.ofSeconds(30);

    private ValueFile() {}

    /**
     * Writes a value for Python: what can be an argument of a task, and of futures and objects of Python one by itself.
     *
     * @param scheduler the address of the scheduler whose client reads it
     * @throws IllegalArgumentException if it cannot be sent, or lives on another cluster
     */
    public static void write(Path file, @Nullable Object value, String scheduler) throws IOException {
        Payload written = Payload.value(sent(value, scheduler));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Framing.write(out, written.frames());
        }
    }

    /**
     * Reads what Python has written, and converts it as {@link DaskFuture#result()} does; a future arrives as one.
     *
     * @param client gives the client that keeps a future, or an object that has no counterpart in Java
     */
    public static @Nullable Object read(Path file, Supplier<DaskClient> client) throws IOException {
        List<ByteBuffer> frames;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            frames = Framing.read(in, Framing.LIMIT);
        }
        Object form = MessageReader.message(frames) instanceof Map<?, ?> message
                        && message.get("value") instanceof Serialized serialized
                ? PayloadReader.value(serialized)
                : null;
        if (form instanceof List<?> three && three.size() == 3 && "future".equals(three.get(0))) {
            return kept(client.get().future(String.valueOf(three.get(1))), three.get(2));
        }
        return PortableForm.value(form, (type, shown) -> shown);
    }

    /** @param shown what Python shows for an object; null for a future */
    private static Object kept(DaskFuture future, @Nullable Object shown) {
        if (shown == null) {
            return future;
        }
        String what = "future \"" + future.key() + "\"";
        try {
            ServiceThreads.await(what, future.task().settled(), KNOWN);
        } catch (TimeoutException e) {
            throw new DaskTimeoutException(
                    "The scheduler has not told within " + Wording.seconds(KNOWN) + " of " + what
                            + ", which Python has put on the cluster. Look at the cluster, then run the cell again.",
                    e);
        }
        return new PythonObject(future.client().with(), future, String.valueOf(shown));
    }

    /** Returns the kind and the value, or the key of the future whose result it is. */
    private static PythonValue sent(@Nullable Object value, String scheduler) {
        if (value instanceof DaskFuture future) {
            return PythonValue.tuple("future", key(future, scheduler));
        } else if (value instanceof PythonObject object) {
            return PythonValue.tuple("object", key(object.future(), scheduler));
        }
        return PythonValue.tuple("value", value);
    }

    private static String key(DaskFuture future, String scheduler) {
        String home = future.client().scheduler().address().toString();
        if (!home.equals(scheduler)) {
            throw new IllegalArgumentException("Future \"" + future.key() + "\" lives on the cluster of scheduler \""
                    + home + "\", and Python is connected to \"" + scheduler + "\". Pass its result.");
        }
        future.client().states().awaitKnown(future.key());
        return future.key();
    }
}
