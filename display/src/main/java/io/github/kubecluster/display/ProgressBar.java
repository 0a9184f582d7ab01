package io.github.kubecluster.display;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far a loop or a stream is. Any thread may count. */
final class ProgressBar {
    private final String label;
    private final long total;
    private final LongSupplier clock;
    private final long started;
    private final @Nullable ProgressBar outer;
    private final ProgressDisplay display;
    private final AtomicLong done = new AtomicLong();
    private int innerInRound;
    private volatile Thread owner = Thread.currentThread();
    private volatile @Nullable Progress end;

    /**
     * @param total how many steps there are, or {@link Progress#UNKNOWN}
     * @param clock the time in nanoseconds
     * @param outer the bar of the loop that this one is in
     */
    ProgressBar(String label, long total, LongSupplier clock, @Nullable ProgressBar outer, ProgressDisplay display) {
        this.label = label;
        this.total = total;
        this.clock = clock;
        this.outer = outer;
        this.display = display;
        this.started = clock.getAsLong();
    }

    /** Begins a round of a loop, on the thread that runs it. */
    void beginRound() {
        innerInRound = 0;
        owner = Thread.currentThread();
    }

    /** Returns where the next bar within this one is shown: in each round where it was in the one before. */
    ProgressDisplay nextInner() {
        return display.inner(innerInRound++);
    }

    void count() {
        done.incrementAndGet();
    }

    /** Ends this bar, unless it has ended. */
    synchronized void end(Progress.State state) {
        if (end == null) {
            end = at(state);
        }
    }

    boolean isRunning() {
        return end == null;
    }

    /** Returns whether this bar runs and nobody is left to go on. */
    boolean isAbandoned() {
        return isRunning() && !owner.isAlive();
    }

    @Nullable
    ProgressBar outer() {
        return outer;
    }

    ProgressDisplay display() {
        return display;
    }

    Progress progress() {
        Progress last = end;
        return last == null ? at(Progress.State.RUNNING) : last;
    }

    private Progress at(Progress.State state) {
        return new Progress(label, done.get(), total, clock.getAsLong() - started, state);
    }
}
