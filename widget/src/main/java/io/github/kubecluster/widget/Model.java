package io.github.kubecluster.widget;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Comm;
import io.github.kubecluster.jupyter.CommListener;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Message;
import io.github.kubecluster.jupyter.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a widget is at the moment, the same here and in every browser that shows it (widget messaging protocol 2.1).
 *
 * <p>A model that was never shown is known here alone. Thread-safe: what changes it is sent in the order in which it
 * happened.
 */
final class Model {
    private static final JsonObject NO_METADATA = new JsonObject();

    /**
     * What browsers may change.
     *
     * @param check returns what is kept of a value, or throws {@link IllegalArgumentException} to refuse it
     * @param echoed whether all browsers follow the one in which it was changed
     * @param changed is called after a change by a browser
     */
    private record Editable(UnaryOperator<@Nullable Object> check, boolean echoed, Runnable changed) {}

    private final String id = UUID.randomUUID().toString();
    private final ModelKind kind;
    private final Map<String, @Nullable Object> state = new LinkedHashMap<>();
    private final Map<String, Editable> editable = new HashMap<>();
    private volatile Consumer<Map<String, Object>> custom = content -> {};
    private volatile Optional<Request> cell = Optional.empty();
    private volatile @Nullable Widgets shownBy;
    private final Map<String, @Nullable Object> held = new LinkedHashMap<>();
    private final SendPace pace = new SendPace();
    private volatile WidgetEvents events = WidgetEvents.USERS;
    private @Nullable Comm comm;

    Model(ModelKind kind) {
        this.kind = kind;
    }

    String id() {
        return id;
    }

    ModelKind kind() {
        return kind;
    }

    /** Lets browsers change {@code name}. */
    void allow(String name, boolean echoed, UnaryOperator<@Nullable Object> check, Runnable changed) {
        editable.put(name, new Editable(check, echoed, changed));
    }

    /** Has {@code listener} called with what browsers say that is no change, such as that a button was clicked. */
    void onCustom(Consumer<Map<String, Object>> listener) {
        custom = listener;
    }

    /** Has what is to be done on account of this model done among {@code others}. */
    void handledBy(WidgetEvents others) {
        events = others;
    }

    /** Has {@code work} done in its turn. */
    void handle(Runnable work) {
        events.add(this, work);
    }

    synchronized @Nullable Object get(String name) {
        return state.get(name);
    }

    /** Changes one value, here and in browsers, and returns whether that is another one than before. */
    boolean set(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put(name, value);
        return set(changes);
    }

    /** Changes several values in one message; none is sent if all are as they were. */
    synchronized boolean set(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(values);
        changes.entrySet()
                .removeIf(entry -> state.containsKey(entry.getKey())
                        && Objects.deepEquals(state.get(entry.getKey()), entry.getValue()));
        if (changes.isEmpty()) {
            return false;
        }
        state.putAll(changes);
        if (comm != null) {
            held.putAll(changes);
            if (pace.allows(this::sendHeld)) {
                sendHeld();
            }
        }
        return true;
    }

    private synchronized void sendHeld() {
        Widgets widgets = shownBy;
        if (comm != null && widgets != null && !held.isEmpty()) {
            references(held.values()).forEach(model -> model.open(widgets, cell));
            send("update", held);
        }
        held.clear();
    }

    /** Opens this model in the frontends after all that it refers to, unless it is open. */
    void open(Widgets widgets, Optional<Request> shownIn) {
        List<Model> inner;
        synchronized (this) {
            cell = shownIn.or(() -> cell);
            shownBy = widgets;
            inner = references(state.values());
        }
        inner.forEach(model -> model.open(widgets, shownIn));
        synchronized (this) {
            if (comm == null) {
                comm = widgets.open(this, WireState.of(full()), opened -> new Conversation(widgets, opened));
            }
        }
    }

    /** Removes this model from the frontends; it can be shown again. */
    synchronized void close() {
        Widgets widgets = shownBy;
        if (comm != null && widgets != null) {
            comm.close(new JsonObject());
            widgets.forget(this);
            comm = null;
        }
    }

    /** Returns the cell that showed this last, if one did. */
    Optional<Request> cell() {
        return cell;
    }

    Optional<Widgets> shownBy() {
        return Optional.ofNullable(shownBy);
    }

    /** Returns all values, those that every model has first. */
    synchronized Map<String, @Nullable Object> full() {
        Map<String, @Nullable Object> full = new LinkedHashMap<>(kind.state());
        full.putAll(state);
        return full;
    }

    private void received(Message message) {
        JsonObject data = Json.member(message.content(), "data");
        String method = Json.text(data, "method").orElse("");
        switch (method) {
            case "update" -> edited(WireState.read(data, message.buffers()));
            case "request_state" -> sendAll();
            case "custom" -> custom.accept(Json.map(Json.member(data, "content")));
            default ->
                throw new IllegalArgumentException(
                        "A browser sent \"" + method + "\" to a widget, which no widget understands.");
        }
    }

    /** Takes what a browser has changed, tells the others, and corrects those values that cannot be had. */
    private void edited(Map<String, @Nullable Object> edits) {
        edits.keySet().retainAll(editable.keySet());
        Map<String, @Nullable Object> corrections = new HashMap<>();
        List<Editable> changed = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        synchronized (this) {
            sendHeld();
            Map<String, @Nullable Object> echo = new LinkedHashMap<>(edits);
            echo.keySet().removeIf(name -> !allowed(name).echoed());
            if (!echo.isEmpty()) {
                send("echo_update", echo);
            }
            for (Entry<String, @Nullable Object> edit : edits.entrySet()) {
                Editable rule = allowed(edit.getKey());
                @Nullable Object before = state.get(edit.getKey());
                try {
                    @Nullable Object kept = rule.check().apply(edit.getValue());
                    state.put(edit.getKey(), kept);
                    if (!Objects.equals(kept, before)) {
                        changed.add(rule);
                    }
                } catch (IllegalArgumentException e) {
                    corrections.put(edit.getKey(), before);
                    refusals.add(String.valueOf(e.getMessage()));
                }
            }
            if (!corrections.isEmpty()) {
                send("update", corrections);
            }
        }
        changed.forEach(rule -> rule.changed().run());
        if (!refusals.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", refusals));
        }
    }

    private Editable allowed(String name) {
        return Objects.requireNonNull(editable.get(name));
    }

    private synchronized void sendAll() {
        sendHeld();
        send("update", full());
    }

    private synchronized void send(String method, Map<String, ?> values) {
        Comm open = comm;
        if (open != null) {
            WireState sent = WireState.of(values);
            JsonObject data = new JsonObject();
            data.addProperty("method", method);
            data.add("state", sent.json());
            data.add("buffer_paths", sent.bufferPaths());
            open.send(data, NO_METADATA, sent.buffers());
        }
    }

    private static List<Model> references(Collection<? extends @Nullable Object> values) {
        List<Model> found = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Model model) {
                found.add(model);
            } else if (value instanceof List<?> list) {
                found.addAll(references(list));
            } else if (value instanceof Map<?, ?> map) {
                found.addAll(references(map.values()));
            }
        }
        return found;
    }

    /** Hears what browsers say. That one of them closes the model is no reason to take it from the others. */
    private final class Conversation implements CommListener {
        private final Widgets widgets;
        private final Comm own;

        Conversation(Widgets widgets, Comm own) {
            this.widgets = widgets;
            this.own = own;
        }

        @Override
        public void received(Message message) {
            Model.this.received(message);
        }

        @Override
        public void closed(Message message) {
            widgets.keep(own);
        }
    }
}
