package io.github.kubecluster.jupyter;

/** One of the five sockets between a kernel and its frontends, by their names in Jupyter's messaging specification. */
public enum Channel {
    SHELL,
    CONTROL,
    STDIN,
    HEARTBEAT,
    IOPUB
}
