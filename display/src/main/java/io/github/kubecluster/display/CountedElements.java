package io.github.kubecluster.display;

import java.util.Comparator;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts the elements that a stream takes; its parts may be taken by several threads. */
final class CountedElements<T> implements Spliterator<T> {
    private final Spliterator<T> elements;
    private final ProgressBar bar;
    private final ProgressBars bars;
    private final AtomicInteger parts;
    private boolean ended;

    CountedElements(Spliterator<T> elements, ProgressBar bar, ProgressBars bars) {
        this(elements, bar, bars, new AtomicInteger(1));
    }

    private CountedElements(Spliterator<T> elements, ProgressBar bar, ProgressBars bars, AtomicInteger parts) {
        this.elements = elements;
        this.bar = bar;
        this.bars = bars;
        this.parts = parts;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        boolean more = elements.tryAdvance(element -> take(element, action));
        if (!more) {
            end();
        }
        return more;
    }

    @Override
    public void forEachRemaining(Consumer<? super T> action) {
        elements.forEachRemaining(element -> take(element, action));
        end();
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        Spliterator<T> part = elements.trySplit();
        if (part == null) {
            return null;
        }
        parts.incrementAndGet();
        return new CountedElements<>(part, bar, bars, parts);
    }

    @Override
    public long estimateSize() {
        return elements.estimateSize();
    }

    @Override
    public int characteristics() {
        return elements.characteristics();
    }

    @Override
    public Comparator<? super T> getComparator() {
        return elements.getComparator();
    }

    private void take(T element, Consumer<? super T> action) {
        action.accept(element);
        bar.count();
    }

    private void end() {
        if (!ended) {
            ended = true;
            if (parts.decrementAndGet() == 0) {
                bars.complete(bar);
            }
        }
    }
}
