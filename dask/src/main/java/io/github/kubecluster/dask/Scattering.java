package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values into the memory of workers. */
final class Scattering {
    private static final System.Logger LOGGER = System.getLogger(Scattering.class.getName());
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int TRIES = 3;
    private static final Pattern WORKER_UNKNOWN = Pattern.compile(" failed: (KeyError|OSError)\\(");

    private final Calls calls;
    private final DirectWorkers workers;
    private final String client;

    /** @param client the id of the client that holds the values */
    Scattering(Calls calls, DirectWorkers workers, String client) {
        this.calls = calls;
        this.workers = workers;
        this.client = client;
    }

    /** Returns when one worker has the value, or all of them. */
    void put(String key, @Nullable Object value, boolean everywhere) {
        Payload payload = Payload.value(value);
        if (!everywhere && workers.give(key, payload, client)) {
            return;
        }
        put(
                Request.of("scatter")
                        .with("data", Map.of(key, payload))
                        .with("workers", null)
                        .with("client", client)
                        .with("broadcast", everywhere)
                        .with("timeout", calls.connector().timeout().toSeconds())
                        .within(LONGEST),
                TRIES);
    }

    /** The key stays the same: what an attempt left behind in the scheduler is used by the next one. */
    private void put(Request request, int tries) {
        try {
            calls.call(request);
        } catch (DaskException e) {
            if (tries == 1 || !workerLeft(e)) {
                throw e;
            }
            LOGGER.log(System.Logger.Level.DEBUG, "The worker chosen for a value has left; another is chosen", e);
            put(request, tries - 1);
        }
    }

    /**
     * Tells what Scheduler.scatter of distributed does when the worker that it chose leaves before the value is noted: an
     * error of a look-up or of a connect is reported, and for one of a broken connection it closes that of its caller too.
     */
    private static boolean workerLeft(DaskException failure) {
        return failure instanceof DaskConnectionException
                || WORKER_UNKNOWN.matcher(String.valueOf(failure.getMessage())).find();
    }
}
