package io.github.kubecluster.dask;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The outermost layer of the protocol: a message is a list of frames, preceded by their number and lengths.
 *
 * <p>The first number says how many bytes follow. Since distributed 2023.11 that may cover the first frames only; the
 * others then follow outside of it, with the lengths given before. All numbers have 64 bits, little endian.
 */
final class Framing {
    /** The most bytes that one message may have: 2 GiB, what one Java array can hold. */
    static final int LIMIT = Integer.MAX_VALUE - 8;

    private static final int FIRST_ALLOCATION = 1 << 20;
    private static final long GROWTH = 16;
    private static final long HTTP =
            littleEndian("HTTP/1.1".getBytes(StandardCharsets.US_ASCII)).getLong();

    private Framing() {}

    static void write(OutputStream out, List<Frame> frames) throws IOException {
        ByteBuffer lengths =
                ByteBuffer.allocate(Long.BYTES * (2 + frames.size())).order(ByteOrder.LITTLE_ENDIAN);
        long bytes = Long.BYTES * (1L + frames.size());
        for (Frame frame : frames) {
            bytes += frame.length();
        }
        lengths.putLong(bytes).putLong(frames.size());
        for (Frame frame : frames) {
            lengths.putLong(frame.length());
        }
        out.write(lengths.array());
        for (Frame frame : frames) {
            frame.writeTo(out);
        }
        out.flush();
    }

    /**
     * Reads one message, whose frames are parts of one array in their order. Memory is taken as bytes arrive, never on the word
     * of a length.
     *
     * @param limit the most bytes that the message may have
     * @throws EOFException if the peer has closed the connection
     */
    static List<ByteBuffer> read(InputStream in, long limit) throws IOException {
        long enclosed = littleEndian(readFully(in, Long.BYTES)).getLong();
        if (enclosed == HTTP) {
            throw new MalformedMessageException("it speaks HTTP; that is a dashboard's port, not the scheduler's");
        }
        check(enclosed >= 2 * Long.BYTES, "a message of " + enclosed + " bytes");
        checkSize(enclosed, limit);
        long count = littleEndian(readFully(in, Long.BYTES)).getLong();
        long rest = enclosed - Long.BYTES;
        check(count >= 1 && count <= rest / Long.BYTES, "a message of " + count + " frames");
        ByteBuffer lengths = littleEndian(readFully(in, count * Long.BYTES));
        long total = total(lengths.duplicate().order(lengths.order()), rest - count * Long.BYTES, limit);
        return frames(readFully(in, total), lengths);
    }

    /** Returns the bytes of all frames, the first of which, or all, are {@code enclosed} by the message's first length. */
    private static long total(ByteBuffer lengths, long enclosed, long limit) throws MalformedMessageException {
        long total = 0;
        while (lengths.hasRemaining()) {
            long length = lengths.getLong();
            check(length >= 0, "a frame of " + length + " bytes");
            check(enclosed == 0 || length <= enclosed, "a frame that crosses the end of its message");
            checkSize(length, limit);
            total += length;
            checkSize(total, limit);
            enclosed = Math.max(0, enclosed - length);
        }
        check(enclosed == 0, "a message with " + enclosed + " bytes outside of its frames");
        return total;
    }

    private static List<ByteBuffer> frames(byte[] bytes, ByteBuffer lengths) {
        List<ByteBuffer> frames = new ArrayList<>();
        int from = 0;
        while (lengths.hasRemaining()) {
            int length = (int) lengths.getLong();
            frames.add(ByteBuffer.wrap(bytes, from, length));
            from += length;
        }
        return frames;
    }

    private static byte[] readFully(InputStream in, long length) throws IOException {
        byte[] bytes = new byte[(int) Math.min(length, FIRST_ALLOCATION)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, GROWTH * bytes.length));
            }
            int read = in.read(bytes, filled, bytes.length - filled);
            if (read < 0) {
                throw new EOFException("it closed the connection");
            }
            filled += read;
        }
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void check(boolean sound, String what) throws MalformedMessageException {
        if (!sound) {
            throw new MalformedMessageException("it sent " + what);
        }
    }

    private static void checkSize(long bytes, long limit) throws MalformedMessageException {
        if (bytes > limit) {
            throw new MalformedMessageException("it sent " + bytes + " bytes at once, and no more than " + limit
                    + " can be taken; ask for less at a time, or reduce it on the workers");
        }
    }
}
