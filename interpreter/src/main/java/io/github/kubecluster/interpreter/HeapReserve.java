package io.github.kubecluster.interpreter;

import org.jspecify.annotations.Nullable;

/**
 * Memory of this JVM that is kept free for the time when cells have taken all other: without it neither the kernel's own
 * threads could go on, nor the code that lets go of something be compiled. Thread-safe.
 */
final class HeapReserve {
    private static final int SIZE =
            (int) Math.min(24 << 20, Runtime.getRuntime().maxMemory() / 8);
    private static final long MIB = 1 << 20;

    private static volatile byte @Nullable [] reserve = new byte[SIZE];

    private HeapReserve() {}

    /** Gives the memory free. To be called where a full heap is noticed first, before anything else is made. */
    static void release() {
        reserve = null;
    }

    /** Returns what to do about a heap that is full. */
    static String advice() {
        return "The heap of " + Runtime.getRuntime().maxMemory() / MIB
                + " MiB is full. Let go of what is large (x = null,"
                + " or %reset), or start Jupyter with a larger heap: JDK_JAVA_OPTIONS=-Xmx4g";
    }

    /** Takes the memory back as soon as there is enough of it. */
    static void restore() {
        Runtime jvm = Runtime.getRuntime();
        long free = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
        if (reserve == null && free > 4L * SIZE) {
            reserve = new byte[SIZE];
        }
    }
}
