package io.github.kubecluster.jupyter;

import java.util.Locale;

/** One of the five sockets between a kernel and its frontends, by their names in Jupyter's messaging specification. */
public enum Channel {
    SHELL,
    CONTROL,
    STDIN,
    HEARTBEAT,
    IOPUB;

    /** Returns the name as the specification writes it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
