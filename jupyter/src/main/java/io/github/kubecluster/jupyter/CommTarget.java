package io.github.kubecluster.jupyter;

/** Takes comms that frontends open. */
@FunctionalInterface
public interface CommTarget {
    /**
     * Called for each comm that a frontend opens to this target; returns who hears what comes over it.
     *
     * @param comm may be sent to at once
     * @param message the {@code comm_open}; the data is in its content, under {@code data}
     * @throws RuntimeException to refuse the comm, which is then closed
     */
    CommListener opened(Comm comm, Message message);
}
