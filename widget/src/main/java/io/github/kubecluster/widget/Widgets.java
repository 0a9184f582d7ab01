package io.github.kubecluster.widget;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Comm;
import io.github.kubecluster.jupyter.CommListener;
import io.github.kubecluster.jupyter.Comms;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Message;
import io.github.kubecluster.jupyter.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The widgets that a kernel has shown (widget messaging protocol 2.1.0, control protocol 1.0.0). A browser that opens the
 * notebook later, or anew, gets all of them. Thread-safe.
 */
public final class Widgets {
    /** The type of what {@link #view} returns. */
    public static final String MIME = "application/vnd.jupyter.widget-view+json";

    private static final String TARGET = "jupyter.widget";
    private static final String CONTROL = "jupyter.widget.control";
    private static final JsonObject VERSION = Json.object(Map.of("version", "2.1.0"));
    private static final JsonObject CONTROL_VERSION = Json.object(Map.of("version", "1.0.0"));

    private final Map<String, Model> open = new ConcurrentHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> noted = new ConcurrentHashMap<>();
    private final Comms comms;
    private final Consumer<Throwable> failures;

    /** @param failures tells the user what a handler threw; called while its thread works for the cell of the widget */
    public Widgets(Comms comms, Consumer<Throwable> failures) {
        this.comms = comms;
        this.failures = failures;
        comms.register(CONTROL, this::control);
    }

    /** Opens {@code widget} in the frontends, for the cell that the current thread works for, and returns how to show it. */
    public Map<String, Object> view(Widget<?> widget) {
        widget.model().open(this, Request.current());
        return Map.of(
                "version_major",
                2,
                "version_minor",
                0,
                "model_id",
                widget.model().id());
    }

    /**
     * Keeps what a widget of another process says of its state over the comm {@code id}, for browsers that open the notebook
     * later.
     *
     * @param message a {@code comm_open} with all of the state, or a {@code comm_msg} with what has changed
     */
    public void note(String id, Message message) {
        JsonObject data = Json.member(message.content(), "data");
        noted.merge(id, WireState.read(data, message.buffers()), (known, changed) -> {
            Map<String, @Nullable Object> all = new LinkedHashMap<>(known);
            all.putAll(changed);
            return all;
        });
    }

    /** Forgets what was {@linkplain #note noted}. */
    public void forget(String id) {
        noted.remove(id);
    }

    /** Interrupts the handler that runs, if one does. */
    public void interrupt() {
        WidgetEvents.USERS.interrupt();
    }

    void fail(Throwable failure) {
        failures.accept(failure);
    }

    Comm open(Model model, WireState state, Function<Comm, CommListener> listeners) {
        JsonObject data = new JsonObject();
        data.add("state", state.json());
        data.add("buffer_paths", state.bufferPaths());
        Comm comm = comms.open(model.id(), TARGET, data, VERSION, state.buffers(), listeners);
        open.put(model.id(), model);
        return comm;
    }

    void keep(Comm comm) {
        if (open.containsKey(comm.id())) {
            comms.keep(comm);
        }
    }

    void forget(Model model) {
        open.remove(model.id());
    }

    private CommListener control(Comm comm, Message opening) {
        String version = Json.text(opening.metadata(), "version").orElse("none");
        if (!version.startsWith("1.")) {
            throw new IllegalArgumentException("A browser asked for the widgets in version " + version
                    + " of the protocol; this kernel speaks 1.");
        }
        return message -> {
            String method =
                    Json.text(Json.member(message.content(), "data"), "method").orElse("");
            if (!method.equals("request_states")) {
                throw new IllegalArgumentException(
                        "A browser asked for \"" + method + "\" of all widgets; this kernel knows \"request_states\".");
            }
            sendStates(comm);
        };
    }

    private void sendStates(Comm comm) {
        Map<String, Object> states = new LinkedHashMap<>();
        open.forEach((id, model) -> states.put(id, described(model.full())));
        noted.forEach((id, state) -> states.put(id, described(state)));
        WireState sent = WireState.of(states);
        JsonObject data = new JsonObject();
        data.addProperty("method", "update_states");
        data.add("states", sent.json());
        data.add("buffer_paths", sent.bufferPaths());
        comm.send(data, CONTROL_VERSION, sent.buffers());
    }

    private static Map<String, @Nullable Object> described(Map<String, @Nullable Object> state) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("model_name", state.get("_model_name"));
        described.put("model_module", state.get("_model_module"));
        described.put("model_module_version", state.get("_model_module_version"));
        described.put("state", state);
        return described;
    }
}
