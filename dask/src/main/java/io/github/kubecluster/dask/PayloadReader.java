package io.github.kubecluster.dask;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads into Java values: what msgpack knows, byte arrays, numpy arrays, and collections of them.
 *
 * <p>Payloads are asked for with {@link #SERIALIZERS}, so that a pickle only arrives where nothing else fits.
 */
final class PayloadReader {
    /** The ways in which a sender may write a payload, best first. */
    static final List<String> SERIALIZERS = List.of("dask", "msgpack", "pickle", "error");

    private PayloadReader() {}

    /**
     * @throws PickledValueException if the value, or a part of it, arrived as a pickle
     * @throws IOException if the payload is malformed, or the sender could not write the value
     */
    static @Nullable Object value(Serialized payload) throws IOException {
        try {
            return value(payload.header(), whole(payload.header(), expanded(payload)));
        } catch (ClassCastException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedMessageException("it sent a malformed payload: " + e.getMessage(), e);
        }
    }

    private static List<ByteBuffer> expanded(Serialized payload) throws IOException {
        if (!(payload.header().get("compression") instanceof List<?> names)) {
            return payload.frames();
        }
        List<ByteBuffer> frames = new ArrayList<>(payload.frames());
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i) instanceof String name) {
                frames.set(i, Compression.expand(name, frames.get(i)));
            }
        }
        return frames;
    }

    /** Joins the pieces into which the sender cut large frames. */
    private static List<ByteBuffer> whole(Map<?, ?> header, List<ByteBuffer> pieces) {
        if (!(header.get("split-num-sub-frames") instanceof List<?> counts)
                || !(header.get("split-offsets") instanceof List<?> offsets)) {
            return pieces;
        }
        List<ByteBuffer> frames = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            int from = integer(offsets.get(i));
            frames.add(joined(pieces.subList(from, from + integer(counts.get(i)))));
        }
        return frames;
    }

    private static @Nullable Object value(Map<?, ?> header, List<ByteBuffer> frames) throws IOException {
        if (header.containsKey("is-collection")) {
            return collection(header, frames);
        }
        String serializer = String.valueOf(header.get("serializer"));
        return switch (serializer) {
            case "msgpack" -> MessageReader.value(joined(frames));
            case "dask" -> known(header, frames);
            case "pickle" -> throw new PickledValueException();
            case "error" ->
                throw new IOException("it could not write the value: "
                        + frames.stream()
                                .map(frame -> StandardCharsets.UTF_8
                                        .decode(frame.duplicate())
                                        .toString()
                                        .strip())
                                .collect(Collectors.joining("\n")));
            default ->
                throw new MalformedMessageException("it sent a payload of the unknown kind \"" + serializer + "\"");
        };
    }

    /** A type for which Dask has a format of its own. */
    private static Object known(Map<?, ?> header, List<ByteBuffer> frames) throws IOException {
        String type = String.valueOf(header.get("type"));
        return switch (type) {
            case "bytes", "builtins.bytes", "bytearray", "builtins.bytearray" -> copy(joined(frames));
            case "numpy.ndarray" -> numpy((Map<?, ?>) header.get("sub-header"), frames);
            default -> throw new PickledValueException();
        };
    }

    private static NumpyArray numpy(@Nullable Map<?, ?> header, List<ByteBuffer> frames) throws IOException {
        // Arrays of objects, and of records, come with a pickle.
        if (header == null
                || header.containsKey("pickle")
                || !(header.get("dtype") instanceof List<?> dtype)
                || !(dtype.get(1) instanceof String name)) {
            throw new PickledValueException();
        }
        Object shape = header.containsKey("broadcast_to") ? header.get("broadcast_to") : header.get("shape");
        return new NumpyArray(name, longs(shape), longs(header.get("strides")), frugal(joined(frames)));
    }

    private static Object collection(Map<?, ?> header, List<ByteBuffer> frames) throws IOException {
        List<?> headers = (List<?>) header.get("sub-headers");
        List<?> lengths = (List<?>) header.get("frame-lengths");
        if (headers == null || lengths == null) {
            throw new MalformedMessageException("it sent a collection without its items");
        }
        List<@Nullable Object> values = new ArrayList<>();
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        int from = 0;
        for (int i = 0; i < headers.size(); i++) {
            Map<?, ?> item = (Map<?, ?>) headers.get(i);
            int to = from + integer(lengths.get(i));
            Object value = value(item, frames.subList(from, to));
            values.add(value);
            map.put(item.get("key"), value);
            from = to;
        }
        return switch (String.valueOf(header.get("type-serialized"))) {
            case "dict" -> map;
            case "set" -> new LinkedHashSet<>(values);
            default -> values;
        };
    }

    private static List<Long> longs(@Nullable Object list) {
        List<Long> longs = new ArrayList<>();
        if (list instanceof List<?> items) {
            items.forEach(item -> longs.add((Long) item));
        }
        return longs;
    }

    private static int integer(@Nullable Object number) {
        return number instanceof Long value ? Math.toIntExact(value) : -1;
    }

    /** Returns the bytes of all frames: as a part of their array if they lie behind each other there, as those of a message do. */
    @SuppressWarnings("ByteBufferBackingArray") // begin() adds the offset
    private static ByteBuffer joined(List<ByteBuffer> frames) {
        if (frames.isEmpty()) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer first = frames.get(0);
        int end = begin(first);
        boolean adjacent = true;
        long length = 0;
        for (ByteBuffer frame : frames) {
            adjacent &= frame.array() == first.array() && begin(frame) == end;
            end += frame.remaining();
            length += frame.remaining();
        }
        if (adjacent) {
            return ByteBuffer.wrap(first.array(), begin(first), (int) length);
        }
        ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(length));
        frames.forEach(frame -> joined.put(frame.duplicate()));
        return joined.flip();
    }

    private static int begin(ByteBuffer frame) {
        return frame.arrayOffset() + frame.position();
    }

    /** Keeps a small value from holding a large message in memory. */
    private static ByteBuffer frugal(ByteBuffer part) {
        return part.remaining() < part.capacity() / 2 ? ByteBuffer.wrap(copy(part)) : part;
    }

    private static byte[] copy(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        return bytes;
    }
}
