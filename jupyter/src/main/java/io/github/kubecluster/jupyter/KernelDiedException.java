package io.github.kubecluster.jupyter;

/** Says that the process of a kernel ended, or never answered, and what it printed last. */
public final class KernelDiedException extends RuntimeException {
    KernelDiedException(String message) {
        super(message);
    }
}
