package io.github.kubecluster.jupyter;

import java.util.Optional;

/** Receives what another kernel says while it executes code, on the thread that waits for the execution. */
public interface ExecutionListener {
    /**
     * Takes a message of the iopub channel, such as {@code stream}, {@code display_data}, {@code execute_result} or
     * {@code error}.
     */
    void published(Message message);

    /**
     * Returns the line that the user types.
     *
     * @param prompt what to ask with
     * @param password whether the line must not be shown
     * @throws InterruptedException if this thread is interrupted; the code is then interrupted, too
     */
    String input(String prompt, boolean password) throws InterruptedException;

    /**
     * Returns the id under which the kernel is to know the request: the one that frontends know, where they compare; nothing for
     * a new one.
     */
    default Optional<String> requestId() {
        return Optional.empty();
    }

    /** Returns a listener that ignores what is published and types empty lines. */
    static ExecutionListener silent() {
        return new ExecutionListener() {
            @Override
            public void published(Message message) {}

            @Override
            public String input(String prompt, boolean password) {
                return "";
            }
        };
    }
}
