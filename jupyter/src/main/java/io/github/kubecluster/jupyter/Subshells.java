package io.github.kubecluster.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The subshells that frontends have made (messaging specification, "Kernel subshells"; JEP 91): each answers in order what
 * is sent to it, whatever the others are doing. Thread-safe.
 */
final class Subshells {
    private final Map<String, Lane> lanes = new ConcurrentSkipListMap<>();

    /** Adds what is asked about subshells to {@code handlers}, which also answer what is sent to one. */
    Handlers addTo(Handlers handlers) {
        return handlers.inPlace("create_subshell_request", request -> create(handlers))
                .inPlace("delete_subshell_request", this::delete)
                .inPlace("list_subshell_request", request -> list());
    }

    /** Returns the lane of the subshell with that id, if it is there. */
    Optional<Lane> lane(String id) {
        return Optional.ofNullable(lanes.get(id));
    }

    /** Returns the answer to what is asked of a subshell that is not there. */
    static JsonObject refusal(String id) {
        return Replies.error("UnknownSubshell", "There is no subshell \"" + id + "\". Make one and use its id.");
    }

    private JsonObject create(Handlers handlers) {
        String id = UUID.randomUUID().toString();
        Lane lane = new Lane("subshell");
        lane.start(handlers);
        lanes.put(id, lane);
        JsonObject reply = new JsonObject();
        reply.addProperty("subshell_id", id);
        return reply;
    }

    private JsonObject delete(Request request) {
        String id = Json.text(request.content(), "subshell_id").orElse("");
        Lane lane = lanes.remove(id);
        if (lane == null) {
            return refusal(id);
        }
        lane.end();
        return new JsonObject();
    }

    private JsonObject list() {
        JsonArray ids = new JsonArray();
        lanes.keySet().forEach(ids::add);
        JsonObject reply = new JsonObject();
        reply.add("subshell_id", ids);
        return reply;
    }
}
