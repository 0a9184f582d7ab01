package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows of interrupts that overtook the cell that they are for: the two come over different connections. An interrupt that
 * comes while nothing runs is for a cell only if that was sent before it and comes at once.
 */
final class Interrupts {
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private volatile @Nullable Request latest;

    void add(Request interrupt) {
        latest = interrupt;
    }

    /** Returns when {@code cell} was asked for, by {@link System#nanoTime}; before an interrupt that overtook it. */
    long asked(Request cell) {
        Request interrupt = latest;
        return interrupt != null && overtook(interrupt, cell) ? interrupt.received() : cell.received();
    }

    private static boolean overtook(Request interrupt, Request cell) {
        long lead = cell.received() - interrupt.received();
        Optional<Instant> interrupted = interrupt.message().header().date();
        Optional<Instant> sent = cell.message().header().date();
        return lead >= 0
                && lead < AT_ONCE.toNanos()
                && interrupted.isPresent()
                && sent.isPresent()
                && sent.get().isBefore(interrupted.get());
    }
}
