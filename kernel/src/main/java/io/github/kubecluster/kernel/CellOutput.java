package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A standard stream that goes to the cell which the printing thread works for, and to the kernel's own stream else. */
final class CellOutput extends OutputStream {
    private final String name;
    private final PrintStream log;

    private CellOutput(String name, PrintStream log) {
        this.name = name;
        this.log = log;
    }

    /** Makes {@code System.out} and {@code System.err} streams of cells, in UTF-8. */
    static void install() {
        System.setOut(stream("stdout", System.out));
        System.setErr(stream("stderr", System.err));
    }

    private static PrintStream stream(String name, PrintStream log) {
        return new PrintStream(new CellOutput(name, log), false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Optional<Request> cell = Request.current();
        if (cell.isEmpty()) {
            log.write(bytes, offset, length);
            log.flush();
            return;
        }
        try {
            cell.get().stream(name, Arrays.copyOfRange(bytes, offset, offset + length));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Printing was interrupted.").initCause(e);
        }
    }
}
