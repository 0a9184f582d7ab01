package io.github.kubecluster.dask;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * Expands frames that a worker compressed for its scheduler.
 *
 * <p>The scheduler passes them on as they are, so that they arrive compressed although this end asks for none.
 */
final class Compression {
    private Compression() {}

    /**
     * @param how the name that the header gives
     * @param frame has an array
     * @throws IOException if the frame is damaged, larger than 2 GiB, or compressed in a way that Java does not know
     */
    static ByteBuffer expand(String how, ByteBuffer frame) throws IOException {
        return switch (how) {
            case "lz4" -> ByteBuffer.wrap(lz4(frame));
            case "zlib" -> ByteBuffer.wrap(zlib(frame));
            default ->
                throw new MalformedMessageException("it sent data compressed with \"" + how
                        + "\", which is unknown here. Start scheduler and workers with"
                        + " DASK_DISTRIBUTED__COMM__COMPRESSION=False");
        };
    }

    /** A raw LZ4 block behind its expanded size of 32 bits, as the Python package lz4 writes it. */
    private static byte[] lz4(ByteBuffer frame) throws MalformedMessageException {
        int length = frame.remaining();
        int size = length < Integer.BYTES
                ? -1
                : frame.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt();
        // One byte of LZ4 stands for at most 255: a larger claim is not worth the memory.
        if (size < 0 || size > 255L * length) {
            throw new MalformedMessageException(
                    "it sent an LZ4 frame that claims " + Integer.toUnsignedString(size) + " bytes from " + length);
        }
        try {
            byte[] expanded = new byte[size];
            int filled = LZ4Factory.safeInstance()
                    .safeDecompressor()
                    .decompress(
                            frame.array(),
                            frame.arrayOffset() + frame.position() + Integer.BYTES,
                            length - Integer.BYTES,
                            expanded,
                            0,
                            size);
            if (filled != size) {
                throw new MalformedMessageException("it sent an LZ4 frame of " + filled + " bytes instead of " + size);
            }
            return expanded;
        } catch (LZ4Exception e) {
            throw new MalformedMessageException("it sent a damaged LZ4 frame", e);
        }
    }

    private static byte[] zlib(ByteBuffer frame) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining()))) {
            byte[] expanded = in.readNBytes(Framing.LIMIT);
            if (in.read() >= 0) {
                throw new MalformedMessageException("it sent a zlib frame of more than 2 GiB");
            }
            return expanded;
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw new MalformedMessageException("it sent a damaged zlib frame", e);
        }
    }
}
