package io.github.kubecluster.dask;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What numpy's text for a dtype says about one element: byte order, kind ({@code f}, {@code i}, …), size in bytes. */
record ElementType(String dtype, ByteOrder order, char kind, int bytes) {
    private static final Pattern DTYPE = Pattern.compile("([<>|=])([a-zA-Z])(\\d+)(\\[.*)?");

    static ElementType of(String dtype) {
        Matcher matcher = DTYPE.matcher(dtype);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Numpy dtype \"" + dtype + "\" cannot be read. Use numpy's short form, such as \"<f8\".");
        }
        char kind = matcher.group(2).charAt(0);
        int number = Integer.parseInt(matcher.group(3));
        ByteOrder order = matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new ElementType(dtype, order, kind, kind == 'U' ? number * Integer.BYTES : number);
    }

    boolean is(char wanted, int size) {
        return kind == wanted && bytes == size;
    }

    double doubleAt(ByteBuffer data, int offset) {
        if (kind == 'f') {
            return switch (bytes) {
                case Double.BYTES -> data.getDouble(offset);
                case Float.BYTES -> data.getFloat(offset);
                default -> throw notNumbers("a double");
            };
        }
        return longAt(data, offset);
    }

    long longAt(ByteBuffer data, int offset) {
        boolean unsigned = kind == 'u' || kind == 'b';
        if (!unsigned && kind != 'i') {
            throw notNumbers("a long");
        }
        switch (bytes) {
            case Byte.BYTES -> {
                return unsigned ? data.get(offset) & 0xFFL : data.get(offset);
            }
            case Short.BYTES -> {
                return unsigned ? data.getShort(offset) & 0xFFFFL : data.getShort(offset);
            }
            case Integer.BYTES -> {
                return unsigned ? data.getInt(offset) & 0xFFFF_FFFFL : data.getInt(offset);
            }
            case Long.BYTES -> {
                long element = data.getLong(offset);
                if (unsigned && element < 0) {
                    throw new ArithmeticException("Element " + Long.toUnsignedString(element) + " of dtype \"" + dtype
                            + "\" is beyond the range of a Java long. Read data() instead.");
                }
                return element;
            }
            default -> throw notNumbers("a long");
        }
    }

    private IllegalStateException notNumbers(String what) {
        return new IllegalStateException("An element of dtype \"" + dtype + "\" is not " + what
                + ". Convert the array in Python, such as with numpy.asarray(array, float), or read data().");
    }
}
