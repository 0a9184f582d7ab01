package io.github.kubecluster.display;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A place where bars are shown, one after another, and below it the places of bars within them. Thread-safe. */
final class ProgressDisplay {
    private final String id = "progress-" + UUID.randomUUID();
    private final Screen screen;
    private final List<ProgressDisplay> inner = new CopyOnWriteArrayList<>();
    private @Nullable ProgressBar bar;
    private @Nullable Shown shown;

    ProgressDisplay(Screen screen) {
        this.screen = screen;
    }

    /** Shows {@code next} from now on; at once if it is the first. */
    synchronized void take(ProgressBar next) {
        bar = next;
        if (shown == null) {
            show();
        }
    }

    /** Returns the place of the bar with this number among those that are within one. */
    ProgressDisplay inner(int number) {
        if (number == inner.size()) {
            inner.add(new ProgressDisplay(screen));
        }
        return inner.get(number);
    }

    /** Shows what has changed here and below; a bar that was abandoned is shown as stopped. */
    void refresh() {
        show();
        inner.forEach(ProgressDisplay::refresh);
    }

    synchronized boolean isRunning() {
        return bar != null && bar.isRunning();
    }

    private synchronized void show() {
        if (bar == null) {
            return;
        }
        if (bar.isAbandoned()) {
            bar.end(Progress.State.STOPPED);
        }
        Progress progress = bar.progress();
        Shown now = new Shown(bar, progress.done(), progress.state());
        if (shown == null) {
            screen.display(progress.shown(), id);
        } else if (!now.equals(shown)) {
            screen.update(progress.shown(), id);
        }
        shown = now;
    }

    private record Shown(ProgressBar bar, long done, Progress.State state) {}
}
