package io.github.kubecluster.widget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether somebody sees a widget, as far as browsers tell: each counts the places where it has drawn it into the model. A page
 * that was closed or loaded anew leaves its places counted, so only a widget that never was in two places can be known to be in
 * none. Thread-safe.
 */
final class Audience {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Clock clock;
    private final Model model;
    private int most;
    private Instant since;

    /** @param arrived called when a browser has drawn {@code model} */
    Audience(Model model, Clock clock, Runnable arrived) {
        this.clock = clock;
        this.model = model;
        this.since = clock.instant();
        model.set("_view_count", 0);
        model.allow("_view_count", false, count -> count, () -> {
            changed();
            arrived.run();
        });
    }

    /** Returns whether a browser has drawn it, and not taken it away again. */
    boolean isSeen() {
        return places() > 0;
    }

    /** Returns whether nobody has seen it for a while. */
    synchronized boolean isGone() {
        return places() == 0 && most <= 1 && since.plus(PATIENCE).isBefore(clock.instant());
    }

    private synchronized void changed() {
        most = Math.max(most, places());
        since = clock.instant();
    }

    private int places() {
        return model.get("_view_count") instanceof Number count ? count.intValue() : 0;
    }
}
