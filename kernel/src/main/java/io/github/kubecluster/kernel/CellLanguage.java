package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.Completions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Knows the language of what stands below a cell magic. Positions count {@code char}s of that. */
interface CellLanguage {
    /** Returns what may stand in the place of the word before {@code cursor}, best first. */
    Completions complete(String code, int cursor);

    /**
     * Returns what is known of what is at {@code cursor}; null if nothing is.
     *
     * @param detailed whether to tell more, such as the source
     */
    @Nullable
    DisplayData inspect(String code, int cursor, boolean detailed);
}
