package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Request;
import java.util.concurrent.CancellationException;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;

/** The streams that the kernel base library offers to extensions; they belong to the cell of the thread that uses them. */
final class KernelIo extends JupyterIO {
    KernelIo() {
        setEnv(new CellEnvironment());
        setJupyterInEnabled(true);
    }

    private static final class CellEnvironment extends ShellReplyEnvironment {
        CellEnvironment() {
            super(null, null, null, null);
        }

        @Override
        public void publish(Message<?> message) {
            JsonObject content = Json.tree(message.getContent()).getAsJsonObject();
            Request.current()
                    .ifPresent(
                            cell -> cell.publish(message.getHeader().getType().getName(), content));
        }

        @Override
        public <T extends ContentType<T>> void publish(T content) {
            publish(new Message<>(null, content.getType(), content));
        }

        @Override
        public void writeToStdOut(String text) {
            System.out.print(text);
        }

        @Override
        public void writeToStdErr(String text) {
            System.err.print(text);
        }

        @Override
        public String readFromStdIn(String prompt, boolean isPassword) {
            Request cell = Request.current()
                    .orElseThrow(() -> new IllegalStateException("Cannot read input: this thread works for no cell."));
            try {
                return cell.input(prompt, isPassword);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Waiting for input was interrupted.");
            }
        }
    }
}
