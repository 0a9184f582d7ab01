package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.ExecutionListener;
import io.github.kubecluster.jupyter.Message;
import io.github.kubecluster.jupyter.Request;

/** Shows what another kernel says as output of the cell that {@code request} runs, and asks that cell's user. */
record Relay(Request request) implements ExecutionListener {
    @Override
    public void published(Message message) {
        request.publish(message.type(), message.content(), message.metadata(), message.buffers());
    }

    @Override
    public String input(String prompt, boolean password) throws InterruptedException {
        return request.input(prompt, password);
    }
}
