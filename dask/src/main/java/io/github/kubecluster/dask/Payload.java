package io.github.kubecluster.dask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value to send that the scheduler passes on without reading it: a header that says how it is written, and its frames.
 *
 * <p>On the wire it is the map {@code {"__Serialized__": n}}, where frame n is the header; see {@link Serialized}.
 */
record Payload(Map<?, ?> header, List<Frame> frames) {
    /** Returns the payload that the reader unpickles; the scheduler only does so where it needs the value itself. */
    static Payload pickle(@Nullable Object value) {
        return new Payload(
                Map.of("serializer", "pickle", "writeable", List.of()), List.of(Frame.of(PickleWriter.pickle(value))));
    }

    /**
     * As {@link #pickle}, with large arrays in frames of their own; for values that are not pickled again. Arrays of the value
     * are read when the payload is written.
     */
    static Payload value(@Nullable Object value) {
        List<Frame> buffers = new ArrayList<>();
        byte[] pickle = PickleWriter.pickle(value, buffers);
        List<Boolean> writeable = buffers.stream().map(buffer -> true).toList();
        List<Frame> frames = new ArrayList<>(List.of(Frame.of(pickle)));
        frames.addAll(buffers);
        return new Payload(Map.of("serializer", "pickle", "writeable", writeable), frames);
    }
}
