package io.github.kubecluster.jupyter;

/** Receives what another kernel says while it executes code, on the thread that waits for the execution. */
public interface ExecutionListener {
    /**
     * Takes a message of the iopub channel, such as {@code stream}, {@code display_data}, {@code execute_result} or
     * {@code error}. What the kernel published since the execution before comes first, with another parent.
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
