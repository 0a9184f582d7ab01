package io.github.kubecluster.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.ExecutionListener;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Message;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Keeps what is the outcome of a cell, result and error, and passes comms and the rest of its output on. */
final class PythonOutput implements ExecutionListener {
    private final ExecutionListener cell;
    private final PythonRelay relay;
    private Optional<DisplayData> result = Optional.empty();

    PythonOutput(ExecutionListener cell, PythonRelay relay) {
        this.cell = cell;
        this.relay = relay;
    }

    /** Returns the result of the cell; nothing if its last statement has none. */
    Optional<DisplayData> result() {
        return result;
    }

    @Override
    public void published(Message message) {
        switch (message.type()) {
            case "execute_result" -> result = Optional.of(display(message.content()));
            case "error" -> {}
            case "comm_open", "comm_msg", "comm_close" -> relay.published(message);
            default -> cell.published(message);
        }
    }

    @Override
    public Optional<String> requestId() {
        return cell.requestId();
    }

    @Override
    public String input(String prompt, boolean password) throws InterruptedException {
        return cell.input(prompt, password);
    }

    /** Returns the data and the metadata of a message. */
    static DisplayData display(JsonObject content) {
        DisplayData display = new DisplayData();
        Json.member(content, "data")
                .entrySet()
                .forEach(entry -> display.putData(entry.getKey(), value(entry.getValue())));
        Json.member(content, "metadata")
                .entrySet()
                .forEach(entry -> display.putMetaData(entry.getKey(), value(entry.getValue())));
        return display;
    }

    private static Object value(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString() ? element.getAsString() : element;
    }
}
