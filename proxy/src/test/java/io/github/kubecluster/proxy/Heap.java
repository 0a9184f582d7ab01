package io.github.kubecluster.proxy;

/** The heap of the tests' JVM, in which the proxy runs. */
final class Heap {
    private Heap() {}

    /** Returns how many bytes are in use after a collection. */
    static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
