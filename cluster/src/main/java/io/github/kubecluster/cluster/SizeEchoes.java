package io.github.kubecluster.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Tells the sizes that others write down from what else a watch shows: the echoes of one's own, which come later, and a size
 * that stands there as before while something else has changed. Thread-safe.
 */
final class SizeEchoes {
    private final Deque<String> expected = new ArrayDeque<>();
    private String last = "";

    /** This process is about to write down {@code size}. */
    synchronized void expect(Scaling size) {
        expected.add(DesiredSize.text(size));
    }

    /** A watch shows {@code size}: gives it to {@code reader} if somebody else has written it. */
    void seen(Scaling size, Consumer<Scaling> reader) {
        synchronized (this) {
            String text = DesiredSize.text(size);
            if (text.equals(last)) {
                return;
            }
            last = text;
            if (expected.contains(text)) {
                dropUntil(text);
                return;
            }
        }
        reader.accept(size);
    }

    /** A watch may leave out what was soon replaced. */
    private void dropUntil(String text) {
        String dropped = expected.poll();
        while (dropped != null && !dropped.equals(text)) {
            dropped = expected.poll();
        }
    }
}
