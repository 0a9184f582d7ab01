package io.github.kubecluster.interpreter;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Has a class call {@link SystemExit#exit} where it calls {@link System#exit}. All calls and method references of a class
 * share one entry of its constant pool (Java Virtual Machine Specification, 4.4), and that is all that is changed.
 */
final class ExitCalls {
    private static final int COUNT = 8;
    private static final int FIRST_ENTRY = 10;

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD = 10;

    private final ByteBuffer bytes;
    private final int[] entries;
    private int end = FIRST_ENTRY;

    private ExitCalls(byte[] classFile) {
        bytes = ByteBuffer.wrap(classFile);
        entries = new int[count()];
        for (int i = 1; i < entries.length; i++) {
            entries[i] = end;
            int tag = bytes.get(end);
            end += length(tag);
            if (tag == LONG || tag == DOUBLE) {
                i++;
            }
        }
    }

    /** Returns the class with its calls redirected; {@code classFile} itself if it has none. */
    static byte[] redirect(byte[] classFile) {
        ExitCalls calls = new ExitCalls(classFile);
        OptionalInt exit = calls.exit();
        return exit.isPresent() ? calls.redirected(exit.getAsInt()) : classFile;
    }

    private OptionalInt exit() {
        return IntStream.range(1, entries.length)
                .filter(i -> entries[i] > 0 && bytes.get(entries[i]) == METHOD && isExit(entries[i]))
                .findFirst();
    }

    private boolean isExit(int method) {
        int nameAndType = entries[index(method + 3)];
        return text(entries[index(method + 1)] + 1).equals("java/lang/System")
                && text(nameAndType + 1).equals("exit")
                && text(nameAndType + 3).equals("(I)V");
    }

    /** Adds an entry for the other class at the end, so that no other entry moves, and names it in that of the method. */
    private byte[] redirected(int method) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(result)) {
            out.write(bytes.array(), 0, COUNT);
            out.writeShort(count() + 2);
            out.write(bytes.array(), FIRST_ENTRY, entries[method] + 1 - FIRST_ENTRY);
            out.writeShort(count() + 1);
            out.write(bytes.array(), entries[method] + 3, end - entries[method] - 3);
            out.writeByte(UTF8);
            out.writeUTF(SystemExit.class.getName().replace('.', '/'));
            out.writeByte(CLASS);
            out.writeShort(count());
            out.write(bytes.array(), end, bytes.capacity() - end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result.toByteArray();
    }

    private int length(int tag) {
        return switch (tag) {
            case UTF8 -> 3 + index(end + 1);
            case 3, 4, 9, METHOD, 11, 12, 17, 18 -> 5;
            case LONG, DOUBLE -> 9;
            case CLASS, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            default -> throw new IllegalArgumentException("Unknown tag " + tag + " in the constant pool of a class.");
        };
    }

    private int count() {
        return index(COUNT);
    }

    /** Returns the text to which the two bytes at {@code position} point. */
    private String text(int position) {
        int utf8 = entries[index(position)];
        return new String(bytes.array(), utf8 + 3, index(utf8 + 1), StandardCharsets.UTF_8);
    }

    private int index(int position) {
        return Short.toUnsignedInt(bytes.getShort(position));
    }
}
