package io.github.kubecluster.dask;

import java.io.IOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for tasks and fetches their results, from the workers or through the scheduler, or says why there is none. */
final class Results {
    private static final System.Logger LOGGER = System.getLogger(Results.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_GATHER = Duration.ofMinutes(10);
    private static final int TRIES = 5;

    private final DaskClient client;
    private final Calls calls;
    private final DirectWorkers workers;
    private final TaskErrors errors;

    Results(DaskClient client, Calls calls, DirectWorkers workers, TaskErrors errors) {
        this.client = client;
        this.calls = calls;
        this.workers = workers;
        this.errors = errors;
    }

    /** Returns the results in the order of the futures. */
    List<@Nullable Object> of(List<DaskFuture> futures, Duration limit) {
        List<@Nullable Object> results = new ArrayList<>();
        long end =
                System.nanoTime() + Durations.shorter(limit, DaskFuture.FOREVER).toNanos();
        try {
            Map<?, ?> payloads = payloads(futures, end);
            for (DaskFuture future : futures) {
                results.add(value(future, payloads.get(future.key()), end));
            }
            return results;
        } catch (CancellationException e) {
            throw interrupted(futures, e);
        } finally {
            Reference.reachabilityFence(futures);
        }
    }

    /** Whoever is interrupted does not want the results any more: a cell leaves no work behind. */
    private CancellationException interrupted(List<DaskFuture> futures, CancellationException cause) {
        DaskFuture[] undone = futures.stream().filter(future -> !future.done()).toArray(DaskFuture[]::new);
        if (undone.length == 0) {
            return cause;
        }
        client.cancel(undone);
        CancellationException cancelled = new CancellationException(
                futures.size() == 1
                        ? "Waiting for task \"" + undone[0].key()
                                + "\" was interrupted, and the task is cancelled. Submit it again if you need it."
                        : "Waiting for " + futures.size() + " tasks was interrupted; those that were not done are"
                                + " cancelled. Submit them again if you need them.");
        cancelled.initCause(cause);
        return cancelled;
    }

    private @Nullable Object value(DaskFuture future, @Nullable Object payload, long end) {
        try {
            try {
                return value(payload);
            } catch (PickledValueException e) {
                return portable(future, end);
            }
        } catch (IOException e) {
            throw new DaskException(
                    "The result of task \"" + future.key() + "\" cannot be fetched: " + Wording.reason(e) + ".", e);
        }
    }

    private Map<?, ?> payloads(List<DaskFuture> futures, long end) {
        List<String> keys =
                futures.stream().map(future -> future.keyFor(client)).distinct().toList();
        for (int i = 0; i < TRIES && !keys.isEmpty(); i++) {
            futures.forEach(future -> awaitResult(future.task(), end));
            Map<Object, @Nullable Object> payloads = workers.take(keys, Durations.shorter(left(end), LONGEST_GATHER));
            List<String> others =
                    keys.stream().filter(key -> !payloads.containsKey(key)).toList();
            if (others.isEmpty()) {
                return payloads;
            }
            Fields reply = calls.call(Request.of("gather")
                            .with("keys", others)
                            .with("serializers", PayloadReader.SERIALIZERS)
                            .within(Durations.shorter(left(end), LONGEST_GATHER)))
                    .fields();
            if (reply.text("status").equals("OK")) {
                payloads.putAll(reply.fields("data").map());
                return payloads;
            }
            // A worker died since; the scheduler says what becomes of its results.
            if (reply.get("keys") instanceof List<?> missing) {
                missing.forEach(key -> client.askAgain(String.valueOf(key)));
            }
        }
        if (keys.isEmpty()) {
            return Map.of();
        }
        throw new DaskException("The results of " + keys + " were lost with their workers " + TRIES
                + " times. Look at the logs of the workers, then submit the tasks again.");
    }

    private void awaitResult(RemoteTask task, long end) {
        switch (awaitSettled(task, end)) {
            case FINISHED -> {}
            case ERROR -> throw errors.of(task);
            case CANCELLED ->
                throw new DaskException(
                        "Task \"" + task.key() + "\" was cancelled: " + task.reason() + ". Submit it again.");
            default -> throw client.gone(task);
        }
    }

    private DaskFuture.Status awaitSettled(RemoteTask task, long end) {
        String what = "task \"" + task.key() + "\"";
        if (left(end).compareTo(PATIENCE) > 0) {
            try {
                return ServiceThreads.await(what, task.settled(), PATIENCE);
            } catch (TimeoutException e) {
                LOGGER.log(System.Logger.Level.INFO, () -> "Still waiting: " + errors.whyNotDone(task));
            }
        }
        try {
            return ServiceThreads.await(what, task.settled(), left(end));
        } catch (TimeoutException e) {
            throw new DaskTimeoutException(errors.whyNotDone(task), e);
        }
    }

    /** Lets a worker put the result in a form that travels without a pickle. */
    private @Nullable Object portable(DaskFuture future, long end) throws IOException {
        try (DaskFuture portable = client.with().submit(RemoteFunction.PORTABLE, List.of(future))) {
            Object payload = payloads(List.of(portable), end).get(portable.key());
            return PortableForm.value(value(payload), (type, shown) -> new PythonObject(client.with(), future, shown));
        }
    }

    private static @Nullable Object value(@Nullable Object payload) throws IOException {
        return payload instanceof Serialized serialized ? PayloadReader.value(serialized) : payload;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
