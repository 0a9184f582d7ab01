package io.github.kubecluster.kernel;

import org.jspecify.annotations.Nullable;

/** A magic of this kernel's own. Other than those of the kernel base library it gets its line as it was typed. */
@FunctionalInterface
interface Magic {
    /** Runs on a thread of the cell; returns the value to show, or null if there is none. */
    @Nullable
    Object run(MagicCall call) throws Exception;
}
