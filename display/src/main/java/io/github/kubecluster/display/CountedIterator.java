package io.github.kubecluster.display;

import java.util.Iterator;

/** Counts the rounds of a loop. A round is done when the next one is asked for. */
final class CountedIterator<T> implements Iterator<T> {
    private final Iterator<T> items;
    private final ProgressBar bar;
    private final ProgressBars bars;
    private boolean inRound;

    CountedIterator(Iterator<T> items, ProgressBar bar, ProgressBars bars) {
        this.items = items;
        this.bar = bar;
        this.bars = bars;
    }

    @Override
    public boolean hasNext() {
        endRound();
        boolean more = items.hasNext();
        if (!more) {
            bars.complete(bar);
        }
        return more;
    }

    @Override
    public T next() {
        endRound();
        T item = items.next();
        inRound = true;
        bars.beginRound(bar);
        return item;
    }

    @Override
    public void remove() {
        items.remove();
    }

    private void endRound() {
        if (inRound) {
            inRound = false;
            bar.count();
        }
    }
}
