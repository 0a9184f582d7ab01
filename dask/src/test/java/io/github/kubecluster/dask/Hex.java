package io.github.kubecluster.dask;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Bytes as they were seen on the wire. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }

    static List<byte[]> frames(String... hex) {
        return Stream.of(hex).map(Hex::bytes).toList();
    }

    static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
