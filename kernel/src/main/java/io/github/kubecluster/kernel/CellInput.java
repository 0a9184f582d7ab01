package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;

/** The standard input of cells: each line is asked from the user of the frontend when it is needed. */
final class CellInput extends InputStream {
    private byte[] line = new byte[0];
    private int next;

    /** Makes {@code System.in} the input of cells. */
    static void install() {
        System.setIn(new CellInput());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (available() == 0) {
            line = (ask() + "\n").getBytes(StandardCharsets.UTF_8);
            next = 0;
        }
        int read = Math.min(length, available());
        System.arraycopy(line, next, bytes, offset, read);
        next += read;
        return read;
    }

    @Override
    public synchronized int available() {
        return line.length - next;
    }

    private static String ask() throws IOException {
        Request cell = Request.current()
                .orElseThrow(() -> new IOException("Cannot read input: this thread works for no cell."));
        try {
            return cell.input("", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Waiting for input was interrupted.").initCause(e);
        }
    }
}
