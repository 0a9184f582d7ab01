package io.github.kubecluster.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Where something is shown that changes. */
public interface Screen {
    /** Shows {@code data} where the calling thread's output appears. */
    void display(DisplayData data, String id);

    /** Replaces what was displayed under {@code id}. */
    void update(DisplayData data, String id);
}
