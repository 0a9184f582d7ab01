package io.github.kubecluster.dask;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A Java array of primitives as numpy stores its elements, little endian. The Java array is read when the elements are written.
 *
 * @param dtype the type of an element in numpy's notation
 * @param bytes the bytes of an element
 * @param length the number of elements
 * @param elements gives their bytes
 */
record JavaArray(String dtype, int bytes, int length, Frame.Source elements) {
    /** Tells whether {@code value} is an array that {@link #of} takes. */
    static boolean is(Object value) {
        return value.getClass().isArray()
                && value.getClass().getComponentType().isPrimitive()
                && !(value instanceof byte[])
                && !(value instanceof char[]);
    }

    static JavaArray of(Object value) {
        if (value instanceof double[] array) {
            return new JavaArray(
                    "<f8",
                    Double.BYTES,
                    array.length,
                    (to, from) -> to.asDoubleBuffer().put(array, from / Double.BYTES, to.remaining() / Double.BYTES));
        } else if (value instanceof long[] array) {
            return new JavaArray(
                    "<i8",
                    Long.BYTES,
                    array.length,
                    (to, from) -> to.asLongBuffer().put(array, from / Long.BYTES, to.remaining() / Long.BYTES));
        } else if (value instanceof int[] array) {
            return new JavaArray(
                    "<i4",
                    Integer.BYTES,
                    array.length,
                    (to, from) -> to.asIntBuffer().put(array, from / Integer.BYTES, to.remaining() / Integer.BYTES));
        } else if (value instanceof float[] array) {
            return new JavaArray(
                    "<f4",
                    Float.BYTES,
                    array.length,
                    (to, from) -> to.asFloatBuffer().put(array, from / Float.BYTES, to.remaining() / Float.BYTES));
        } else if (value instanceof short[] array) {
            return new JavaArray(
                    "<i2",
                    Short.BYTES,
                    array.length,
                    (to, from) -> to.asShortBuffer().put(array, from / Short.BYTES, to.remaining() / Short.BYTES));
        }
        boolean[] array = (boolean[]) value;
        return new JavaArray("|b1", 1, array.length, (to, from) -> flags(array, to, from));
    }

    private static void flags(boolean[] array, ByteBuffer to, int from) {
        for (int i = from; to.hasRemaining(); i++) {
            to.put((byte) (array[i] ? 1 : 0));
        }
    }

    /** Returns an array that does not change when the Java array does. */
    NumpyArray copy() {
        return new NumpyArray(dtype, List.of((long) length), List.of((long) bytes), ByteBuffer.wrap(frame().bytes()));
    }

    /** The call that makes this array in Python. */
    PythonValue.Call python() {
        return NumpyArray.python(dtype, List.of((long) length), List.of((long) bytes), frame());
    }

    /** @throws IllegalArgumentException if the array has more bytes than a message may have */
    Frame frame() {
        long total = (long) length * bytes;
        if (total > Framing.LIMIT) {
            throw new IllegalArgumentException("An array of " + total + " bytes cannot be sent at once: no more than "
                    + Framing.LIMIT + " can. Send it in parts.");
        }
        return new Frame((int) total, elements);
    }
}
