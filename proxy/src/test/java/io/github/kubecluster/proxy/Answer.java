package io.github.kubecluster.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An HTTP answer as it came over the wire. */
final class Answer {
    private final int status;
    private final List<String> lines;
    private final byte[] body;

    private Answer(int status, List<String> lines, byte[] body) {
        this.status = status;
        this.lines = lines;
        this.body = body;
    }

    static Answer readHead(InputStream in) throws IOException {
        String head = readUntilBlankLine(in);
        List<String> lines = List.of(head.split("\r\n", -1));
        return new Answer(Integer.parseInt(lines.get(0).split(" ", -1)[1]), lines, new byte[0]);
    }

    /** Reads an answer to a request that was no HEAD, with its whole body. */
    static Answer read(InputStream in) throws IOException {
        Answer head = readHead(in);
        boolean bodiless = head.status == 204 || head.status == 304 || head.status < 200;
        return new Answer(head.status, head.lines, bodiless ? new byte[0] : head.readBody(in));
    }

    private byte[] readBody(InputStream in) throws IOException {
        if (header("Transfer-Encoding").isPresent()) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (byte[] chunk = readChunk(in); chunk.length > 0; chunk = readChunk(in)) {
                whole.writeBytes(chunk);
            }
            return whole.toByteArray();
        }
        Optional<String> length = header("Content-Length");
        return length.isPresent() ? readExactly(in, Integer.parseInt(length.get())) : in.readAllBytes();
    }

    /** Reads a chunk as soon as its bytes are there: Jetty sends the end of its line with the next one. */
    static byte[] readChunk(InputStream in) throws IOException {
        String line = readLine(in);
        int length = Integer.parseInt(line.isEmpty() ? readLine(in) : line, 16);
        byte[] chunk = readExactly(in, length);
        if (length == 0) {
            readLine(in);
        }
        return chunk;
    }

    static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The connection ended after " + bytes.length + " of " + length + " bytes.");
        }
        return bytes;
    }

    static String readUntilBlankLine(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            head.append(line).append("\r\n");
        }
        return head.toString();
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection ended within a line: \"" + line + "\".");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    int status() {
        return status;
    }

    /** Returns the status line and the header lines. */
    List<String> lines() {
        return lines;
    }

    byte[] body() {
        return body;
    }

    Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    List<String> headers(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).trim())
                .toList();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
