package io.github.kubecluster.jupyter;

/** Hears what frontends send over one comm, message after message, also while a cell runs. */
@FunctionalInterface
public interface CommListener {
    /** Called for each {@code comm_msg}; the data is in the message's content, under {@code data}. */
    void received(Message message);

    /** Called once when a frontend closes the comm. */
    default void closed(Message message) {}
}
