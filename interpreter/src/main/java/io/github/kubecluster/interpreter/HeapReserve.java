package io.github.kubecluster.interpreter;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Memory of this JVM that is kept free for the time when cells have taken all other: without it neither the kernel's own
 * threads could go on, nor the code that lets go of something be compiled. Thread-safe.
 */
final class HeapReserve {
    private static final int SIZE =
            (int) Math.min(24 << 20, Runtime.getRuntime().maxMemory() / 8);
    private static final long MIB = 1 << 20;

    /** The messages of HotSpot. */
    private static final Set<String> FULL_HEAP = Set.of("Java heap space", "GC overhead limit exceeded");

    private static volatile byte @Nullable [] reserve = new byte[SIZE];

    private HeapReserve() {}

    /** Gives the memory free. To be called where a full heap is noticed first, before anything else is made. */
    static void release() {
        reserve = null;
    }

    /** Returns what to do if it is the heap that is full; the system's threads can be too many, too, or an array too long. */
    static List<String> advice(OutOfMemoryError error) {
        if (!FULL_HEAP.contains(String.valueOf(error.getMessage()))) {
            return List.of();
        }
        return List.of("The heap of " + Runtime.getRuntime().maxMemory() / MIB
                + " MiB is full. Let go of what is large (x = null,"
                + " or %reset), or start Jupyter with a larger heap: JDK_JAVA_OPTIONS=-Xmx4g");
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
