package io.github.kubecluster.jupyter;

import com.google.gson.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The open comms of a kernel and the targets that frontends may open. Thread-safe. */
public final class Comms {
    private static final Logger LOG = System.getLogger(Comms.class.getName());

    private final Map<String, CommTarget> targets = new ConcurrentHashMap<>();
    private final Map<String, Comm> open = new ConcurrentHashMap<>();
    private final KernelServer server;

    Comms(KernelServer server) {
        this.server = server;
    }

    /** Has {@code target} called when a frontend opens a comm of that name. */
    public void register(String name, CommTarget target) {
        targets.put(name, target);
    }

    /** Refuses comms of that name from now on; those that are open stay open. */
    public void unregister(String name) {
        targets.remove(name);
    }

    /** Opens a comm to target {@code name} of the frontends; {@code listener} hears what they send. */
    public Comm open(String name, JsonObject data, JsonObject metadata, List<byte[]> buffers, CommListener listener) {
        return open(UUID.randomUUID().toString(), name, data, metadata, buffers, comm -> listener);
    }

    /**
     * Opens a comm under an id of the caller's choice.
     *
     * @param listeners returns who hears what frontends send; called before anything is sent
     */
    public Comm open(
            String id,
            String name,
            JsonObject data,
            JsonObject metadata,
            List<byte[]> buffers,
            Function<Comm, CommListener> listeners) {
        Comm comm = new Comm(id, name, this);
        comm.listen(listeners.apply(comm));
        open.put(id, comm);
        JsonObject content = content(comm, data);
        content.addProperty("target_name", name);
        publish("comm_open", content, metadata, buffers);
        return comm;
    }

    /**
     * Keeps a comm open that one frontend has closed, for the others; to be called by its listener's {@link
     * CommListener#closed}.
     */
    public void keep(Comm comm) {
        open.putIfAbsent(comm.id(), comm);
    }

    void send(Comm comm, JsonObject data, JsonObject metadata, List<byte[]> buffers) {
        if (!open.containsKey(comm.id())) {
            throw new IllegalStateException("Comm \"" + comm.target() + "\" is closed.");
        }
        publish("comm_msg", content(comm, data), metadata, buffers);
    }

    void close(Comm comm, JsonObject data) {
        if (open.remove(comm.id()) != null) {
            publish("comm_close", content(comm, data), new JsonObject(), List.of());
        }
    }

    Handlers addTo(Handlers handlers) {
        return handlers.atOnce("comm_open", this::opened)
                .atOnce("comm_msg", this::received)
                .atOnce("comm_close", this::closed)
                .inPlace("comm_info_request", this::info);
    }

    private JsonObject opened(Request request) {
        String name = Json.text(request.content(), "target_name").orElse("");
        Comm comm = new Comm(id(request), name, this);
        CommTarget target = targets.get(name);
        if (target == null) {
            LOG.log(Level.WARNING, "Refused a comm: this kernel has no target \"{0}\".", name);
            request.publish("comm_close", content(comm, new JsonObject()));
        } else {
            open.put(comm.id(), comm);
            try {
                comm.listen(target.opened(comm, request.message()));
            } catch (RuntimeException e) {
                close(comm, new JsonObject());
                throw e;
            }
        }
        return new JsonObject();
    }

    private JsonObject received(Request request) {
        Comm comm = open.get(id(request));
        if (comm == null) {
            LOG.log(Level.DEBUG, "Ignored a message to comm \"{0}\", which is not open.", id(request));
        } else {
            comm.listener().received(request.message());
        }
        return new JsonObject();
    }

    private JsonObject closed(Request request) {
        Comm comm = open.remove(id(request));
        if (comm != null) {
            comm.listener().closed(request.message());
        }
        return new JsonObject();
    }

    private JsonObject info(Request request) {
        String name = Json.text(request.content(), "target_name").orElse("");
        JsonObject comms = new JsonObject();
        open.values().stream()
                .filter(comm -> name.isEmpty() || name.equals(comm.target()))
                .forEach(comm -> comms.add(comm.id(), Json.object("target_name", comm.target())));
        JsonObject info = new JsonObject();
        info.add("comms", comms);
        return info;
    }

    private void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        Request.current()
                .ifPresentOrElse(
                        request -> request.publish(type, content, metadata, buffers),
                        () -> server.publish(
                                Message.of(type, server.session(), content).with(metadata, buffers)));
    }

    private static String id(Request request) {
        return Json.text(request.content(), "comm_id").orElse("");
    }

    private static JsonObject content(Comm comm, JsonObject data) {
        JsonObject content = new JsonObject();
        content.addProperty("comm_id", comm.id());
        content.add("data", data);
        return content;
    }
}
