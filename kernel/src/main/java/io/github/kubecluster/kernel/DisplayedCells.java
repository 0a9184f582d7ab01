package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers for the latest displays in which cell they are, for threads that work for no cell. */
final class DisplayedCells {
    private static final int MOST = 1000;

    private final Map<String, Request> cells = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(String id, Request cell) {
        cells.put(id, cell);
    }

    synchronized Optional<Request> cell(String id) {
        return Optional.ofNullable(cells.get(id));
    }
}
