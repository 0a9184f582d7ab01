package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On account of which cell a display is updated. Frontends take an update from any cell, but tools that run and save
 * notebooks only listen to the cell that runs: so it is that one, and what changed before it is told again when it begins.
 */
final class DisplayedCells {
    private static final int MOST = 1000;

    private final Map<String, Request> cells = latest();
    private final Map<String, JsonObject> missed = latest();
    private @Nullable Request running;

    /** Notes in which cell a display is. */
    synchronized void add(String id, Request cell) {
        cells.put(id, cell);
    }

    /** Has displays updated on account of {@code cell} until it {@linkplain #end ends}. */
    synchronized void begin(Request cell) {
        running = cell;
        missed.values().forEach(content -> cell.publish("update_display_data", content));
        missed.clear();
    }

    synchronized void end() {
        running = null;
    }

    /** Returns the cell for an update; nothing if none runs and nobody knows where the display is. */
    synchronized Optional<Request> cellFor(String id, JsonObject update) {
        Optional<Request> shownIn = Optional.ofNullable(cells.get(id));
        if (shownIn.filter(Request::isRedirected).isPresent()) {
            return shownIn;
        }
        if (running == null && shownIn.isPresent()) {
            missed.put(id, update);
        } else {
            missed.remove(id);
        }
        return Optional.ofNullable(running).or(() -> shownIn);
    }

    private static <T> Map<String, T> latest() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST;
            }
        };
    }
}
