package io.github.kubecluster.dask;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes pickles of protocol 4 and 5, which every Python 3.8 and later reads. There is no reader: a pickle is a program, and
 * nothing that arrives is run.
 */
final class PickleWriter {
    private static final int MAX_DEPTH = 200;
    private static final int LARGE = 64 * 1024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final @Nullable List<Frame> buffers;
    private int depth;

    private PickleWriter(@Nullable List<Frame> buffers) {
        this.buffers = buffers;
    }

    /**
     * @param value null, a boolean, number, text, array, collection, map, numpy array or {@link PythonValue}
     * @throws IllegalArgumentException if it is something else, or holds something else, or holds itself
     */
    static byte[] pickle(@Nullable Object value) {
        return pickle(value, null);
    }

    /** @param buffers takes large byte strings, which the pickle of protocol 5 then only refers to; null to hold them */
    static byte[] pickle(@Nullable Object value, @Nullable List<Frame> buffers) {
        PickleWriter writer = new PickleWriter(buffers);
        writer.out.write(0x80);
        writer.out.write(buffers == null ? 4 : 5);
        writer.write(value);
        writer.out.write('.');
        return writer.out.toByteArray();
    }

    private void write(@Nullable Object value) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "A value is nested more than " + MAX_DEPTH + " deep, or holds itself. Pass a flatter one.");
        }
        writeValue(value);
        depth--;
    }

    private void writeValue(@Nullable Object value) {
        if (value == null) {
            out.write('N');
        } else if (value instanceof Boolean flag) {
            out.write(flag ? 0x88 : 0x89);
        } else if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            writeSmall('J', ((Number) value).intValue());
        } else if (value instanceof Long number) {
            writeInteger(BigInteger.valueOf(number));
        } else if (value instanceof BigInteger number) {
            writeInteger(number);
        } else if (value instanceof Float || value instanceof Double) {
            out.write('G');
            out.writeBytes(ByteBuffer.allocate(Double.BYTES)
                    .putDouble(((Number) value).doubleValue())
                    .array());
        } else if (value instanceof Character || value instanceof String) {
            writeBytes('X', value.toString().getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof char[] text) {
            write(String.valueOf(text));
        } else if (value instanceof byte[] bytes) {
            writeBytes('B', bytes);
        } else if (value instanceof PythonValue.Buffer buffer) {
            writeBuffer(buffer.bytes());
        } else if (value instanceof BigDecimal number) {
            write(PythonValue.call(PythonValue.global("decimal", "Decimal"), number.toString()));
        } else if (value instanceof UUID id) {
            write(PythonValue.call(PythonValue.global("uuid", "UUID"), id.toString()));
        } else if (value instanceof Table table) {
            PythonValue stream = new PythonValue.Buffer(Frame.of(ArrowWriter.stream(table)));
            write(PythonValue.call(RemoteFunction.FRAME.unpickled(), stream));
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map);
        } else if (value instanceof Set<?> set) {
            out.write(0x8f);
            writeMarked(set, 0x90);
        } else if (value instanceof Collection<?> list) {
            out.write(']');
            writeMarked(list, 'e');
        } else if (value instanceof NumpyArray array) {
            write(array.python());
        } else if (value instanceof PythonValue python) {
            writePython(python);
        } else if (value instanceof Object[] array) {
            out.write(']');
            writeMarked(Arrays.asList(array), 'e');
        } else if (JavaArray.is(value)) {
            write(JavaArray.of(value).python());
        } else {
            PythonValue moment = Moments.python(value);
            if (moment == null) {
                throw refused(value);
            }
            write(moment);
        }
    }

    private static IllegalArgumentException refused(Object value) {
        return new IllegalArgumentException(
                value instanceof DaskFuture future
                        ? "Future \"" + future.key()
                                + "\" cannot be part of a value that is sent as it is. Pass its result."
                        : "A value of type " + value.getClass().getName() + " cannot be sent to Python."
                                + " Pass numbers, text, times, arrays, collections, maps or futures.");
    }

    private void writePython(PythonValue value) {
        if (value instanceof PythonValue.Global global) {
            out.write('c');
            out.writeBytes((global.module() + "\n" + global.name() + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof PythonValue.Tuple tuple) {
            writeMarked(tuple.items(), 't');
        } else if (value instanceof PythonValue.Call call) {
            write(call.function());
            writeMarked(call.arguments(), 't');
            out.write('R');
        }
    }

    private void writeMap(Map<?, ?> map) {
        out.write('}');
        out.write('(');
        map.forEach((key, value) -> {
            write(key);
            write(value);
        });
        out.write('u');
    }

    private void writeMarked(Collection<?> items, int opcode) {
        out.write('(');
        for (Object item : items) {
            write(item);
        }
        out.write(opcode);
    }

    private void writeInteger(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            writeSmall('J', number.intValue());
            return;
        }
        byte[] bytes = number.toByteArray();
        if (bytes.length < 256) {
            out.write(0x8a);
            out.write(bytes.length);
        } else {
            writeSmall(0x8b, bytes.length);
        }
        for (int i = bytes.length - 1; i >= 0; i--) {
            out.write(bytes[i]);
        }
    }

    private void writeBytes(int opcode, byte[] bytes) {
        writeSmall(opcode, bytes.length);
        out.writeBytes(bytes);
    }

    private void writeBuffer(Frame bytes) {
        if (buffers == null || bytes.length() < LARGE) {
            writeBytes('B', bytes.bytes());
        } else {
            out.write(0x97);
            buffers.add(bytes);
        }
    }

    private void writeSmall(int opcode, int number) {
        out.write(opcode);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }
}
