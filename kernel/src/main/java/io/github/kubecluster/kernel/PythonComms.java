package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Comm;
import io.github.kubecluster.jupyter.CommListener;
import io.github.kubecluster.jupyter.Comms;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.KernelClient;
import io.github.kubecluster.jupyter.Message;
import io.github.kubecluster.jupyter.Request;
import io.github.kubecluster.widget.Widgets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Passes comms between the Python of {@code %%dask} cells and the browsers, so that widgets of Python work as those of Java do,
 * and output of Python's threads and of handlers to where it belongs. A comm has the same id on both sides, and so have the
 * messages that are passed on: {@code Output} widgets compare these. Thread-safe.
 */
final class PythonComms implements PythonRelay {
    private static final String WIDGET = "jupyter.widget";
    private static final int REQUESTS = 1000;

    private final Comms comms;
    private final Widgets widgets;
    private final Map<String, Comm> open = new ConcurrentHashMap<>();
    private final Map<String, Request> requests = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
            return size() > REQUESTS;
        }
    };
    /** What tells browsers that Python has answered a message, by the message's id: till then they listen to what comes of it. */
    private final Map<String, Runnable> unanswered = new ConcurrentHashMap<>();

    private volatile Optional<Request> cell = Optional.empty();
    private volatile @Nullable KernelClient python;

    PythonComms(Comms comms, Widgets widgets) {
        this.comms = comms;
        this.widgets = widgets;
    }

    /** Returns where the output of the cell that {@code request} runs goes; later output on its account goes there, too. */
    Relay cell(Request request) {
        cell = Optional.of(request);
        remember(request);
        return new Relay(request);
    }

    /** Widgets of a Python that has ended work no more, and browsers show that. */
    @Override
    public void started(KernelClient started) {
        python = started;
        unanswered.keySet().forEach(this::answered);
        open.values().forEach(comm -> forget(comm, new JsonObject()));
    }

    @Override
    public void published(Message message) {
        JsonObject content = message.content();
        String id = Json.text(content, "comm_id").orElse("");
        switch (message.type()) {
            case "comm_open" -> workingFor(message, () -> opened(id, message));
            case "comm_msg" -> workingFor(message, () -> told(id, message));
            case "comm_close" ->
                workingFor(
                        message,
                        () -> Optional.ofNullable(open.get(id))
                                .ifPresent(comm -> forget(comm, Json.member(content, "data"))));
            case "status" -> {
                if (Json.text(content, "execution_state").equals(Optional.of("idle"))) {
                    answered(message.parentId());
                }
            }
            case "execute_input" -> {}
            default ->
                request(message)
                        .or(() -> cell)
                        .ifPresent(to -> to.publish(message.type(), content, message.metadata(), message.buffers()));
        }
    }

    private void opened(String id, Message message) {
        JsonObject data = Json.member(message.content(), "data");
        String target = Json.text(message.content(), "target_name").orElse("");
        if (target.equals(WIDGET)) {
            widgets.note(id, message);
        }
        open.put(id, comms.open(id, target, data, message.metadata(), message.buffers(), Line::new));
    }

    private void told(String id, Message message) {
        JsonObject data = Json.member(message.content(), "data");
        Comm comm = open.get(id);
        if (comm != null) {
            if (comm.target().equals(WIDGET) && data.has("state")) {
                widgets.note(id, message);
            }
            comm.send(data, message.metadata(), message.buffers());
        }
    }

    private void forget(Comm comm, JsonObject data) {
        open.remove(comm.id());
        widgets.forget(comm.id());
        comm.close(data);
    }

    private void answered(String id) {
        Optional.ofNullable(unanswered.remove(id)).ifPresent(Runnable::run);
    }

    private void workingFor(Message message, Runnable work) {
        request(message).ifPresentOrElse(request -> request.run(work), work);
    }

    private void remember(Request request) {
        synchronized (requests) {
            requests.put(request.message().header().id(), request);
        }
    }

    private Optional<Request> request(Message message) {
        synchronized (requests) {
            return Optional.ofNullable(requests.get(message.parentId()));
        }
    }

    /** Hears what browsers say over a comm of Python. That one of them closes it is no reason to take it from the others. */
    private final class Line implements CommListener {
        private final Comm comm;

        Line(Comm comm) {
            this.comm = comm;
        }

        @Override
        public void received(Message message) {
            KernelClient running = python;
            if (running != null && running.isAlive()) {
                Request.current().ifPresent(request -> {
                    remember(request);
                    unanswered.put(message.header().id(), request.goOn());
                });
                running.pass(message);
            }
        }

        @Override
        public void closed(Message message) {
            comms.keep(comm);
        }
    }
}
