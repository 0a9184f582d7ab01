package io.github.kubecluster.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #KEPT} workers that ended by themselves, oldest first. Thread-safe. */
final class DeadWorkers {
    /** How much of a log is kept. */
    static final LogQuery LAST_WORDS = LogQuery.last(200);

    private static final int KEPT = 50;

    private final Deque<DeadWorker> workers = new ArrayDeque<>();

    synchronized void add(DeadWorker worker) {
        if (workers.size() == KEPT) {
            workers.removeFirst();
        }
        workers.add(worker);
    }

    synchronized List<DeadWorker> list() {
        return List.copyOf(workers);
    }
}
