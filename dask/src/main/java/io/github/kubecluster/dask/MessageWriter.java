package io.github.kubecluster.dask;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Encodes messages: the first frame is msgpack, the frames of payloads follow. */
final class MessageWriter {
    private final List<Frame> payloads = new ArrayList<>();

    private MessageWriter() {}

    static List<Frame> frames(@Nullable Object message) throws IOException {
        MessageWriter writer = new MessageWriter();
        List<Frame> frames = new ArrayList<>();
        frames.add(Frame.of(writer.pack(message)));
        frames.addAll(writer.payloads);
        return frames;
    }

    private byte[] pack(@Nullable Object value) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            pack(packer, value);
            return packer.toByteArray();
        }
    }

    private void pack(MessageBufferPacker packer, @Nullable Object value) throws IOException {
        if (value == null) {
            packer.packNil();
        } else if (value instanceof String text) {
            packer.packString(text);
        } else if (value instanceof Boolean flag) {
            packer.packBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            packer.packLong(((Number) value).longValue());
        } else if (value instanceof Double number) {
            packer.packDouble(number);
        } else if (value instanceof byte[] bytes) {
            packer.packBinaryHeader(bytes.length).writePayload(bytes);
        } else if (value instanceof Map<?, ?> map) {
            packer.packMapHeader(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                pack(packer, entry.getKey());
                pack(packer, entry.getValue());
            }
        } else if (value instanceof Set<?> set) {
            pack(packer, Map.of("__Set__", true, "as-list", List.copyOf(set)));
        } else if (value instanceof Collection<?> list) {
            packer.packArrayHeader(list.size());
            for (Object item : list) {
                pack(packer, item);
            }
        } else if (value instanceof Payload payload) {
            packPayload(packer, "__Serialized__", payload.header(), payload.frames());
        } else if (value instanceof Pickled pickled) {
            packPayload(packer, "__Pickled__", Map.of("pickled-obj", PickleWriter.pickle(pickled.value())), List.of());
        } else {
            throw new IllegalArgumentException(
                    "A message cannot hold " + value.getClass().getName() + ".");
        }
    }

    private void packPayload(MessageBufferPacker packer, String marker, Map<?, ?> header, List<Frame> frames)
            throws IOException {
        Map<Object, @Nullable Object> counted = new LinkedHashMap<>(header);
        counted.put("num-sub-frames", frames.size());
        int offset = 1 + payloads.size();
        payloads.add(Frame.of(pack(counted)));
        payloads.addAll(frames);
        pack(packer, Map.of(marker, offset));
    }
}
