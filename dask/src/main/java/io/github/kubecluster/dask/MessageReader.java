package io.github.kubecluster.dask;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Decodes messages: integers become {@code Long} or {@code BigInteger}, floats {@code Double}, arrays {@code List},
 * maps {@code Map}, and the maps with a special meaning {@code Set}, {@code String} (the name of an enum's constant) or
 * {@link Serialized}, which also stands for a pickle, unread.
 */
final class MessageReader {
    private static final int MAX_DEPTH = 200;
    private static final int FIRST_CAPACITY = 1024;

    private final List<ByteBuffer> frames;

    private MessageReader(List<ByteBuffer> frames) {
        this.frames = frames;
    }

    /** Decodes a message whose first frame is msgpack. */
    static @Nullable Object message(List<ByteBuffer> frames) throws MalformedMessageException {
        return new MessageReader(frames).unpack(0);
    }

    /** Decodes one msgpack value that refers to no other frame. */
    static @Nullable Object value(ByteBuffer msgpack) throws MalformedMessageException {
        return new MessageReader(List.of(msgpack)).unpack(0);
    }

    private @Nullable Object unpack(int frame) throws MalformedMessageException {
        ByteBuffer msgpack = frames.get(frame);
        int size = msgpack.remaining();
        MessagePack.UnpackerConfig limits = new MessagePack.UnpackerConfig().withStringSizeLimit(size);
        try (MessageUnpacker unpacker = limits.newUnpacker(msgpack.duplicate())) {
            Object value = unpack(unpacker, size, 0);
            if (unpacker.hasNext()) {
                throw new MalformedMessageException("it sent more than one value in a frame");
            }
            return value;
        } catch (MalformedMessageException e) {
            throw e;
        } catch (IOException | MessagePackException | ClassCastException e) {
            throw new MalformedMessageException("it sent a frame that is not msgpack: " + e.getMessage(), e);
        }
    }

    private @Nullable Object unpack(MessageUnpacker unpacker, int size, int depth) throws IOException {
        check(depth <= MAX_DEPTH, "values nested more than " + MAX_DEPTH + " deep");
        MessageFormat format = unpacker.getNextFormat();
        switch (format.getValueType()) {
            case NIL -> {
                unpacker.unpackNil();
                return null;
            }
            case BOOLEAN -> {
                return unpacker.unpackBoolean();
            }
            case INTEGER -> {
                return integer(unpacker, format);
            }
            case FLOAT -> {
                return unpacker.unpackDouble();
            }
            case STRING -> {
                return unpacker.unpackString();
            }
            case BINARY -> {
                int length = unpacker.unpackBinaryHeader();
                check(length <= size - unpacker.getTotalReadBytes(), "a byte string of " + length + " bytes");
                return unpacker.readPayload(length);
            }
            case ARRAY -> {
                int length = unpacker.unpackArrayHeader();
                List<@Nullable Object> list = new ArrayList<>(Math.min(length, FIRST_CAPACITY));
                for (int i = 0; i < length; i++) {
                    list.add(unpack(unpacker, size, depth + 1));
                }
                return list;
            }
            case MAP -> {
                int length = unpacker.unpackMapHeader();
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < length; i++) {
                    Object key = unpack(unpacker, size, depth + 1);
                    map.put(key, unpack(unpacker, size, depth + 1));
                }
                return special(map);
            }
            default -> throw new MalformedMessageException("it sent a msgpack extension, which the protocol has not");
        }
    }

    private static Object integer(MessageUnpacker unpacker, MessageFormat format) throws IOException {
        if (format != MessageFormat.UINT64) {
            return unpacker.unpackLong();
        }
        var number = unpacker.unpackBigInteger();
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private Object special(Map<@Nullable Object, @Nullable Object> map) throws MalformedMessageException {
        if (map.containsKey("__Set__") && map.get("as-list") instanceof List<?> items) {
            return new LinkedHashSet<>(items);
        }
        if (map.containsKey("__Enum__") && map.get("name") instanceof String name) {
            return name;
        }
        if (frames.size() > 1 && map.get("__Serialized__") instanceof Long offset) {
            Map<?, ?> header = header(offset);
            return new Serialized(header, subFrames(header, offset));
        }
        if (frames.size() > 1 && map.get("__Pickled__") instanceof Long offset) {
            check(header(offset).get("pickled-obj") instanceof byte[], "a pickle without its bytes");
            return new Serialized(Map.of("serializer", "pickle"), List.of());
        }
        return map;
    }

    private Map<?, ?> header(long offset) throws MalformedMessageException {
        check(offset >= 1 && offset < frames.size(), "a reference to frame " + offset + " of " + frames.size());
        if (value(frames.get((int) offset)) instanceof Map<?, ?> header) {
            return header;
        }
        throw new MalformedMessageException("it sent a payload whose header is not a map");
    }

    private List<ByteBuffer> subFrames(Map<?, ?> header, long offset) throws MalformedMessageException {
        long count = header.get("num-sub-frames") instanceof Long number ? number : -1;
        check(count >= 0 && count < frames.size() - offset, "a payload of " + count + " frames, which it has not");
        return frames.subList((int) offset + 1, (int) (offset + 1 + count));
    }

    private static void check(boolean sound, String what) throws MalformedMessageException {
        if (!sound) {
            throw new MalformedMessageException("it sent " + what);
        }
    }
}
