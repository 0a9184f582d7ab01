package io.github.kubecluster.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to undo what was made, newest first. Once undone, whatever is added is undone at once. Thread-safe. */
final class UndoStack {
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private boolean undone;

    void add(Runnable step) {
        synchronized (this) {
            if (!undone) {
                steps.push(step);
                return;
            }
        }
        step.run();
    }

    /** Runs every step, whatever fails. Returns what failed. */
    List<RuntimeException> undo() {
        List<RuntimeException> failures = new ArrayList<>();
        for (Runnable step = next(); step != null; step = next()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        return failures;
    }

    private synchronized @Nullable Runnable next() {
        undone = steps.isEmpty();
        return steps.poll();
    }
}
