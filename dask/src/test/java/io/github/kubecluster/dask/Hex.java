package io.github.kubecluster.dask;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Bytes as they were seen on the wire. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }

    static List<ByteBuffer> frames(String... hex) {
        return Stream.of(hex).map(text -> ByteBuffer.wrap(bytes(text))).toList();
    }

    static List<Frame> sent(String... hex) {
        return Stream.of(hex).map(text -> Frame.of(bytes(text))).toList();
    }

    /** Returns what arrives of frames that are sent. */
    static List<ByteBuffer> received(List<Frame> frames) {
        return frames.stream().map(frame -> ByteBuffer.wrap(frame.bytes())).toList();
    }

    static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
