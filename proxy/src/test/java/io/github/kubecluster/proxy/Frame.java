package io.github.kubecluster.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One WebSocket frame (RFC 6455, section 5.2). */
final class Frame {
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final byte[] MASK = {1, 2, 3, 4};

    private final int opcode;
    private final byte[] payload;

    private Frame(int opcode, byte[] payload) {
        this.opcode = opcode;
        this.payload = payload;
    }

    static Frame of(int opcode, String payload) {
        return new Frame(opcode, payload.getBytes(StandardCharsets.UTF_8));
    }

    static Frame binary(byte[] payload) {
        return new Frame(BINARY, payload);
    }

    static Frame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return new Frame(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    static Frame read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int opcode = data.readUnsignedByte() & 0x0f;
        int second = data.readUnsignedByte();
        int length = second & 0x7f;
        if (length == 126) {
            length = data.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(data.readLong());
        }
        byte[] mask = (second & 0x80) == 0 ? new byte[4] : Answer.readExactly(data, 4);
        return new Frame(opcode, masked(Answer.readExactly(data, length), mask));
    }

    /** Returns the frame as a server writes it. */
    byte[] unmasked() {
        return bytes(0, new byte[0], payload);
    }

    /** Returns the frame as a client writes it. */
    byte[] masked() {
        return bytes(0x80, MASK, masked(payload, MASK));
    }

    private byte[] bytes(int maskBit, byte[] mask, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80 | opcode);
        if (content.length < 126) {
            out.write(maskBit | content.length);
        } else if (content.length < 1 << 16) {
            out.write(maskBit | 126);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) content.length).array());
        } else {
            out.write(maskBit | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(content.length).array());
        }
        out.writeBytes(mask);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] masked(byte[] payload, byte[] mask) {
        byte[] result = payload.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= mask[i % 4];
        }
        return result;
    }

    int opcode() {
        return opcode;
    }

    byte[] payload() {
        return payload;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && frame.opcode == opcode && Arrays.equals(frame.payload, payload);
    }

    @Override
    public int hashCode() {
        return 31 * opcode + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "frame " + opcode + " of " + payload.length + " bytes: "
                + new String(payload, 0, Math.min(payload.length, 40), StandardCharsets.ISO_8859_1);
    }
}
