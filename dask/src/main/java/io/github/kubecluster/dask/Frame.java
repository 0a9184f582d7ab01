package io.github.kubecluster.dask;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A part of a message that is to be sent. Its bytes are made piece by piece while they are written, so that a large array is
 * never copied as a whole.
 *
 * @param length the number of bytes
 * @param source where they come from; it is read each time that they are written
 */
record Frame(int length, Source source) {
    /** Small enough for a processor's cache, and a multiple of each element's size. */
    private static final int PIECE = 1 << 17;

    @FunctionalInterface
    interface Source {
        /** Fills {@code to}, which is little endian, with the bytes that begin at {@code from}, a multiple of the pieces' size. */
        void fill(ByteBuffer to, int from);
    }

    static Frame of(byte[] bytes) {
        return new Frame(bytes.length, (to, from) -> to.put(bytes, from, to.remaining()));
    }

    static Frame of(ByteBuffer bytes) {
        return new Frame(bytes.remaining(), (to, from) -> to.put(bytes.slice(bytes.position() + from, to.remaining())));
    }

    void writeTo(OutputStream out) throws IOException {
        byte[] piece = new byte[Math.min(length, PIECE)];
        for (int from = 0; from < length; from += piece.length) {
            int bytes = Math.min(piece.length, length - from);
            source.fill(littleEndian(piece, bytes), from);
            out.write(piece, 0, bytes);
        }
    }

    /** Returns a copy of all bytes. */
    byte[] bytes() {
        byte[] all = new byte[length];
        source.fill(littleEndian(all, length), 0);
        return all;
    }

    private static ByteBuffer littleEndian(byte[] bytes, int limit) {
        return ByteBuffer.wrap(bytes, 0, limit).order(ByteOrder.LITTLE_ENDIAN);
    }
}
