package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Futures in the order in which their tasks end; each iteration waits for them anew. */
final class Completions extends AbstractCollection<DaskFuture> {
    private final List<DaskFuture> futures;
    private final Duration limit;

    /** @param limit how long an iteration may take */
    Completions(Collection<DaskFuture> futures, Duration limit) {
        this.futures = List.copyOf(futures);
        this.limit = Durations.shorter(limit, DaskFuture.FOREVER);
    }

    @Override
    public int size() {
        return futures.size();
    }

    @Override
    public Iterator<DaskFuture> iterator() {
        BlockingQueue<DaskFuture> ended = new LinkedBlockingQueue<>();
        futures.forEach(future -> future.task().whenSettled(() -> ended.add(future)));
        return new Ended(ended);
    }

    private final class Ended implements Iterator<DaskFuture> {
        private final BlockingQueue<DaskFuture> ended;
        private final long end = System.nanoTime() + limit.toNanos();
        private int left = futures.size();

        Ended(BlockingQueue<DaskFuture> ended) {
            this.ended = ended;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public DaskFuture next() {
            if (left == 0) {
                throw new NoSuchElementException("All " + futures.size() + " tasks have been returned.");
            }
            String what = left + " of " + futures.size() + " tasks";
            try {
                DaskFuture next = ended.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new DaskTimeoutException(what + " are not done after " + Wording.seconds(limit)
                            + ". Wait longer, add workers, or cancel them.");
                }
                left--;
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ServiceThreads.interrupted(what, e);
            }
        }
    }
}
