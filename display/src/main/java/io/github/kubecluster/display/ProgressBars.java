package io.github.kubecluster.display;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Bars that tell how far loops and streams are. Thread-safe.
 *
 * <p>A bar is shown when its loop begins, some times a second while that runs, and when it ends. A loop that is left by
 * {@code break} or an exception is shown as stopped: when the loop around it goes on, when its thread has ended, or
 * when it has been garbage collected.
 */
public final class ProgressBars {
    private static final Logger LOG = System.getLogger(ProgressBars.class.getName());
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Screen screen;
    private final Executor service;
    private final LongSupplier clock;
    private final Set<ProgressDisplay> outermost = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // the bars of one screen are not within those of another
    private final ThreadLocal<@Nullable ProgressBar> innermost = new ThreadLocal<>();

    private boolean refreshing;

    /** @param service runs what refreshes the bars, while there are any */
    public ProgressBars(Screen screen, Executor service) {
        this(screen, service, System::nanoTime);
    }

    ProgressBars(Screen screen, Executor service, LongSupplier clock) {
        this.screen = screen;
        this.service = service;
        this.clock = clock;
    }

    /** Returns {@code items}; a loop over them has a bar. */
    public <T> Iterable<T> of(Iterable<T> items, String label) {
        return () -> {
            long total = items instanceof Collection<T> collection ? collection.size() : Progress.UNKNOWN;
            ProgressBar bar = open(label, total);
            CountedIterator<T> iterator = new CountedIterator<>(items.iterator(), bar, this);
            CLEANER.register(iterator, () -> bar.end(Progress.State.STOPPED));
            return iterator;
        };
    }

    /** Returns a stream of the same elements, which has a bar from now until all have been taken. */
    public <T> Stream<T> of(Stream<T> items, String label) {
        boolean parallel = items.isParallel();
        Spliterator<T> elements = items.spliterator();
        ProgressBar bar = open(label, elements.getExactSizeIfKnown());
        return StreamSupport.stream(new CountedElements<>(elements, bar, this), parallel)
                .onClose(items::close);
    }

    /** Shows what has changed, and as stopped what nobody goes on with. */
    public void refresh() {
        List<ProgressDisplay> ended =
                outermost.stream().filter(display -> !display.isRunning()).toList();
        outermost.forEach(ProgressDisplay::refresh);
        ended.forEach(outermost::remove);
    }

    /** Ends the bar of a loop or a stream that has come to its end, and of loops in it that were left. */
    void complete(ProgressBar bar) {
        bar.end(Progress.State.COMPLETE);
        if (returnTo(bar)) {
            innermost.set(bar.outer());
        }
        if (bar.outer() == null) {
            bar.display().refresh();
            outermost.remove(bar.display());
        }
    }

    /** Begins a round of a loop: the loops within it have ended. */
    void beginRound(ProgressBar bar) {
        returnTo(bar);
        bar.beginRound();
    }

    /** Stops the bars of this thread that are within {@code bar}; returns whether that is one of this thread. */
    private boolean returnTo(ProgressBar bar) {
        ProgressBar current = innermost.get();
        while (current != null && current != bar) {
            current = current.outer();
        }
        if (current == null) {
            return false;
        }
        for (ProgressBar left = innermost.get(); left != null && left != bar; left = left.outer()) {
            left.end(Progress.State.STOPPED);
        }
        innermost.set(bar);
        return true;
    }

    private ProgressBar open(String label, long total) {
        ProgressBar outer = innermost.get();
        while (outer != null && !outer.isRunning()) {
            outer = outer.outer();
        }
        ProgressDisplay display = outer == null ? new ProgressDisplay(screen) : outer.nextInner();
        ProgressBar bar = new ProgressBar(label, total, clock, outer, display);
        innermost.set(bar);
        display.take(bar);
        if (outer == null) {
            outermost.add(display);
            startRefreshing();
        }
        return bar;
    }

    private synchronized void startRefreshing() {
        if (!refreshing) {
            refreshing = true;
            service.execute(this::keepRefreshing);
        }
    }

    private void keepRefreshing() {
        while (isNeeded()) {
            LockSupport.parkNanos(PERIOD.toNanos());
            try {
                refresh();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "Progress cannot be shown.", e);
            }
        }
    }

    private synchronized boolean isNeeded() {
        refreshing = !outermost.isEmpty();
        return refreshing;
    }
}
