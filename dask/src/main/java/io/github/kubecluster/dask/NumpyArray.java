package io.github.kubecluster.dask;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A numpy array: its elements as bytes, and how to read them. Immutable.
 *
 * @param dtype the type of an element in numpy's notation, such as {@code <f8}, {@code <i4} or {@code |b1}
 * @param shape the length of each axis; empty for an array of one element without axes
 * @param strides the distance in bytes from one element to the next along each axis, never negative
 * @param data the elements; read-only, in the byte order that {@code dtype} tells
 */
public record NumpyArray(String dtype, List<Long> shape, List<Long> strides, ByteBuffer data) {
    /** @throws IllegalArgumentException if an element of the array would lie outside of {@code data} */
    public NumpyArray {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
        ElementType type = ElementType.of(dtype);
        data = data.slice().asReadOnlyBuffer().order(type.order());
        if (strides.size() != shape.size() || !fits(shape, strides, data.remaining() - type.bytes())) {
            throw new IllegalArgumentException("Numpy array of dtype \"" + dtype + "\", shape " + shape
                    + " and strides " + strides + " does not fit its " + data.remaining() + " bytes.");
        }
    }

    /** Tells whether the last element of an array, if it has one, begins at {@code end} or before. */
    private static boolean fits(List<Long> shape, List<Long> strides, long end) {
        boolean empty = false;
        long left = end;
        for (int axis = 0; axis < shape.size(); axis++) {
            long last = shape.get(axis) - 1;
            long stride = strides.get(axis);
            if (last < -1 || stride < 0) {
                return false;
            }
            empty |= last < 0;
            left = stride > 0 && last > left / stride ? -1 : left - Math.max(last, 0) * stride;
        }
        return empty || left >= 0;
    }

    /** Returns an array of dtype {@code <f8} with one axis. */
    public static NumpyArray of(double... elements) {
        return JavaArray.of(elements).copy();
    }

    /** Returns an array of dtype {@code <i8} with one axis. */
    public static NumpyArray of(long... elements) {
        return JavaArray.of(elements).copy();
    }

    /** Returns an array of dtype {@code <i4} with one axis. */
    public static NumpyArray of(int... elements) {
        return JavaArray.of(elements).copy();
    }

    /** Returns an array of dtype {@code <f4} with one axis. */
    public static NumpyArray of(float... elements) {
        return JavaArray.of(elements).copy();
    }

    /** Returns an array of dtype {@code <i2} with one axis. */
    public static NumpyArray of(short... elements) {
        return JavaArray.of(elements).copy();
    }

    /** Returns an array of dtype {@code |b1} with one axis. */
    public static NumpyArray of(boolean... elements) {
        return JavaArray.of(elements).copy();
    }

    /**
     * Returns the same elements, in row-major order, along other axes.
     *
     * @throws IllegalArgumentException if the lengths do not multiply to {@link #size()}, or this array is not stored
     *     in row-major order
     */
    public NumpyArray reshape(long... lengths) {
        List<Long> axes = LongStream.of(lengths).boxed().toList();
        if (size(axes) != size() || !isRowMajor()) {
            throw new IllegalArgumentException("Numpy array of shape " + shape + " and strides " + strides
                    + " cannot become one of shape " + axes + ".");
        }
        return contiguous(dtype, axes, ElementType.of(dtype).bytes(), data);
    }

    /** Returns the elements; each call returns a buffer of its own, in the byte order that {@code dtype} tells. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(data.order());
    }

    /** Returns the number of elements. */
    public long size() {
        return size(shape);
    }

    /**
     * Returns the elements in row-major order.
     *
     * @throws IllegalStateException if the elements are not real numbers or booleans
     */
    public double[] toDoubles() {
        ElementType type = ElementType.of(dtype);
        double[] elements = new double[Math.toIntExact(size())];
        if (type.is('f', Double.BYTES) && isRowMajor()) {
            data().asDoubleBuffer().get(elements);
        } else {
            int[] offsets = offsets(elements.length);
            for (int i = 0; i < elements.length; i++) {
                elements[i] = type.doubleAt(data, offsets[i]);
            }
        }
        return elements;
    }

    /**
     * Returns the elements in row-major order.
     *
     * @throws IllegalStateException if the elements are not integers or booleans
     * @throws ArithmeticException if an unsigned element is beyond the range of {@code long}
     */
    public long[] toLongs() {
        ElementType type = ElementType.of(dtype);
        long[] elements = new long[Math.toIntExact(size())];
        if (type.is('i', Long.BYTES) && isRowMajor()) {
            data().asLongBuffer().get(elements);
        } else {
            int[] offsets = offsets(elements.length);
            for (int i = 0; i < elements.length; i++) {
                elements[i] = type.longAt(data, offsets[i]);
            }
        }
        return elements;
    }

    /**
     * Returns the elements in row-major order.
     *
     * @throws IllegalStateException if the elements are not integers or booleans
     * @throws ArithmeticException if an element is beyond the range of {@code int}
     */
    public int[] toInts() {
        if (!ElementType.of(dtype).is('i', Integer.BYTES) || !isRowMajor()) {
            return LongStream.of(toLongs()).mapToInt(Math::toIntExact).toArray();
        }
        int[] elements = new int[Math.toIntExact(size())];
        data().asIntBuffer().get(elements);
        return elements;
    }

    /**
     * Returns the elements in row-major order.
     *
     * @throws IllegalStateException if the elements are not real numbers or booleans
     * @throws ArithmeticException if an element is not exactly a {@code float}
     */
    public float[] toFloats() {
        float[] elements = new float[Math.toIntExact(size())];
        if (ElementType.of(dtype).is('f', Float.BYTES) && isRowMajor()) {
            data().asFloatBuffer().get(elements);
            return elements;
        }
        double[] exact = toDoubles();
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) exact[i];
            if (Double.compare(elements[i], exact[i]) != 0) {
                throw new ArithmeticException("Element " + exact[i] + " is not exactly a float.");
            }
        }
        return elements;
    }

    /** Returns what the array is, without its elements. */
    @Override
    public String toString() {
        return "numpy array of dtype \"" + dtype + "\" and shape " + shape;
    }

    /** The call that makes this array in Python. */
    PythonValue.Call python() {
        return python(dtype, shape, strides, Frame.of(data()));
    }

    static PythonValue.Call python(String dtype, List<Long> shape, List<Long> strides, Frame elements) {
        return PythonValue.call(
                PythonValue.global("numpy", "ndarray"),
                new PythonValue.Tuple(shape),
                dtype,
                new PythonValue.Buffer(elements),
                0,
                new PythonValue.Tuple(strides));
    }

    private boolean isRowMajor() {
        return strides.equals(rowMajor(shape, ElementType.of(dtype).bytes()));
    }

    /** Where each element begins, in row-major order: an odometer over the axes. */
    private int[] offsets(int size) {
        int[] offsets = new int[size];
        long[] index = new long[shape.size()];
        long offset = 0;
        for (int i = 0; i < size; i++) {
            offsets[i] = Math.toIntExact(offset);
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis]++;
                offset += strides.get(axis);
                if (index[axis] < shape.get(axis)) {
                    break;
                }
                offset -= index[axis] * strides.get(axis);
                index[axis] = 0;
            }
        }
        return offsets;
    }

    private static NumpyArray contiguous(String dtype, List<Long> shape, int bytes, ByteBuffer data) {
        return new NumpyArray(dtype, shape, rowMajor(shape, bytes), data);
    }

    private static List<Long> rowMajor(List<Long> shape, int bytes) {
        List<Long> strides = new ArrayList<>();
        long stride = bytes;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            strides.add(0, stride);
            stride *= shape.get(axis);
        }
        return strides;
    }

    private static long size(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
