package io.github.kubecluster.dask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that the scheduler passes on without reading it: a header that says how it is written, and its frames.
 *
 * <p>On the wire it is the map {@code {"__Serialized__": n}}, where frame n is the header.
 */
record Serialized(Map<?, ?> header, List<byte[]> frames) {
    /** Returns the payload that the reader unpickles; the scheduler only does so where it needs the value itself. */
    static Serialized pickle(@Nullable Object value) {
        return new Serialized(
                Map.of("serializer", "pickle", "writeable", List.of()), List.of(PickleWriter.pickle(value)));
    }

    /** As {@link #pickle}, with large arrays in frames of their own; for values that are not pickled again. */
    static Serialized value(@Nullable Object value) {
        List<byte[]> buffers = new ArrayList<>();
        byte[] pickle = PickleWriter.pickle(value, buffers);
        List<Boolean> writeable = buffers.stream().map(buffer -> true).toList();
        List<byte[]> frames = new ArrayList<>(List.of(pickle));
        frames.addAll(buffers);
        return new Serialized(Map.of("serializer", "pickle", "writeable", writeable), frames);
    }
}
