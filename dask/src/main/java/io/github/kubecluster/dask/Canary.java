package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A first task, by which it shows whether a scheduler of a version that nobody has tried takes this client's tasks. */
final class Canary {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Canary() {}

    /**
     * Returns when the scheduler has understood a task, whether there is a worker for it or not, or says nothing for 5 s.
     *
     * @param doubt what to think of if it does not
     * @throws DaskException if it closes the connection, or says that the task makes no sense
     */
    static void send(DaskClient client, String doubt) {
        long end = System.nanoTime() + LONGEST.toNanos();
        try (DaskFuture sum = client.submit("operator.add", 1, 2)) {
            boolean understood = false;
            while (!understood && System.nanoTime() < end) {
                understood = settles(sum) || client.states().isKnown(sum.key());
            }
            if (sum.done()) {
                sum.result(LONGEST);
            }
        } catch (DaskException e) {
            throw new DaskException(
                    "Scheduler \"" + client.scheduler().address() + "\" does not take this client's tasks. " + doubt,
                    e);
        }
    }

    private static boolean settles(DaskFuture sum) {
        try {
            ServiceThreads.await("the first task", sum.task().settled(), PAUSE);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
