package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.KernelClient;
import io.github.kubecluster.jupyter.Message;

/** Takes what Python says besides the outcome and the output of the cell that runs. Called by several threads. */
interface PythonRelay {
    /** Called when Python has started, in place of the one before, if there was one. */
    void started(KernelClient python);

    /** Called for each {@code comm} message, and for output on account of other messages than that of the cell that runs. */
    void published(Message message);

    /** Returns one that takes no notice. */
    static PythonRelay none() {
        return new PythonRelay() {
            @Override
            public void started(KernelClient python) {}

            @Override
            public void published(Message message) {}
        };
    }
}
