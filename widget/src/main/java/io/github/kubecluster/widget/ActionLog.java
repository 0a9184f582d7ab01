package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterEvent;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #KEPT} things that users have asked for by a widget, and what became of them. Thread-safe. */
final class ActionLog {
    private static final int KEPT = 20;
    private static final String WHO = "this widget";

    private final Clock clock;
    private final Runnable changed;
    private final Deque<ClusterEvent> actions = new ArrayDeque<>();

    /** @param changed called after each addition */
    ActionLog(Clock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
    }

    Clock clock() {
        return clock;
    }

    void add(String text) {
        synchronized (this) {
            if (actions.size() == KEPT) {
                actions.removeFirst();
            }
            actions.add(new ClusterEvent(clock.instant(), WHO, text));
        }
        changed.run();
    }

    synchronized List<ClusterEvent> list() {
        return List.copyOf(actions);
    }
}
