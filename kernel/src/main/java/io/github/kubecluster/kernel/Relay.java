package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.ExecutionListener;
import io.github.kubecluster.jupyter.Message;
import io.github.kubecluster.jupyter.Request;
import java.util.Optional;

/**
 * Shows what another kernel says as output of the cell that {@code request} runs, and asks that cell's user. The other kernel
 * knows the cell by the same id: its {@code Output} widgets have browsers compare it.
 */
record Relay(Request request) implements ExecutionListener {
    @Override
    public void published(Message message) {
        request.publish(message.type(), message.content(), message.metadata(), message.buffers());
    }

    @Override
    public Optional<String> requestId() {
        return Optional.of(request.message().header().id());
    }

    @Override
    public String input(String prompt, boolean password) throws InterruptedException {
        return request.input(prompt, password);
    }
}
