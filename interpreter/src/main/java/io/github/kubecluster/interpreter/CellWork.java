package io.github.kubecluster.interpreter;

import org.jspecify.annotations.Nullable;

/** Code of a cell, or what runs on behalf of it. */
@FunctionalInterface
public interface CellWork {
    /** Returns the value to show, or null if there is none. */
    @Nullable
    Object run() throws Throwable;
}
