package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes values from workers, and gives values to them, without the scheduler between: a value travels once instead of twice, and
 * takes no memory of the scheduler. Thread-safe.
 *
 * <p>It does what Python's client does with {@code direct=True}: {@code who_has} of the scheduler and {@code get_data} of workers,
 * {@code update_data} of a worker and of the scheduler. Where workers cannot be reached from here, the first try is the last one.
 */
final class DirectWorkers {
    private static final System.Logger LOGGER = System.getLogger(DirectWorkers.class.getName());
    private static final int AT_A_TIME = 8;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private enum Reach {
        UNTRIED,
        REACHED,
        NONE
    }

    private final Calls calls;
    private final Dialect dialect;
    private volatile Reach reach = Reach.UNTRIED;

    DirectWorkers(Calls calls, Dialect dialect) {
        this.calls = calls;
        this.dialect = dialect;
    }

    /** Returns the payloads that workers gave, by key; for those that are missing the scheduler is to be asked. */
    Map<Object, @Nullable Object> take(List<String> keys, Duration limit) {
        Map<Object, @Nullable Object> payloads = new HashMap<>();
        if (reach == Reach.NONE) {
            return payloads;
        }
        List<Request> requests = requests(keys, Durations.shorter(limit, LONGEST));
        for (int from = 0; from < requests.size(); from += AT_A_TIME) {
            List<Request> some = requests.subList(from, Math.min(requests.size(), from + AT_A_TIME));
            List<Call> started = some.stream().map(calls::start).toList();
            try {
                started.forEach(call -> answer(call)
                        .ifPresent(
                                answer -> payloads.putAll(answer.fields("data").map())));
            } catch (CancellationException e) {
                started.forEach(Call::abandon);
                throw e;
            }
        }
        return payloads;
    }

    private List<Request> requests(List<String> keys, Duration limit) {
        Fields holders = ask(Request.of("who_has").with("keys", keys).within(limit));
        Map<String, List<String>> byWorker = new LinkedHashMap<>();
        for (String key : keys) {
            if (holders.get(key) instanceof List<?> workers) {
                known(workers)
                        .findFirst()
                        .ifPresent(worker -> byWorker.computeIfAbsent(worker, none -> new ArrayList<>())
                                .add(key));
            }
        }
        List<Request> requests = new ArrayList<>();
        byWorker.forEach((worker, held) -> requests.add(Request.of("get_data")
                .with("keys", held)
                .with("serializers", PayloadReader.SERIALIZERS)
                .within(limit)
                .to(SchedulerAddress.parse(worker))
                .confirmed()));
        return requests;
    }

    /**
     * Gives one of the workers a value, and tells the scheduler.
     *
     * @param client the id of the client that holds the value
     * @return whether that went well; otherwise the scheduler is to be given the value
     */
    boolean give(String key, Payload value, String client) {
        if (reach == Reach.NONE) {
            return false;
        }
        List<String> workers = known(
                        ask(Request.of("ncores_running").within(LONGEST)).map().keySet())
                .toList();
        if (workers.isEmpty()) {
            return false;
        }
        String worker = workers.get(ThreadLocalRandom.current().nextInt(workers.size()));
        Request request = dialect.updateData(Map.of(key, value)).within(LONGEST).to(SchedulerAddress.parse(worker));
        Optional<Fields> answer = answer(calls.start(request));
        if (answer.isEmpty()) {
            return false;
        }
        try {
            calls.call(Request.of("update_data")
                    .with("who_has", Map.of(key, List.of(worker)))
                    .with("nbytes", answer.get().fields("nbytes").map())
                    .with("client", client));
            return true;
        } catch (DaskException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "The worker that took a value has left", e);
            return false;
        }
    }

    /** Returns those of the addresses that are of the scheduler's kind: others are for sockets that this client has not. */
    private Stream<String> known(Collection<?> workers) {
        String scheme = calls.connector().address().scheme() + "://";
        return workers.stream().map(String::valueOf).filter(worker -> worker.startsWith(scheme));
    }

    /** Returns what the scheduler says, or nothing: it is asked to pass the value on then, and may say why it does not. */
    private Fields ask(Request request) {
        try {
            return calls.call(request).fields();
        } catch (DaskException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "The scheduler does not tell of its workers", e);
            return new Fields(Map.of());
        }
    }

    /** Returns what a worker says; nothing if it is busy, or gone by now. */
    private Optional<Fields> answer(Call call) {
        try {
            Reply reply = calls.await(call);
            reach = Reach.REACHED;
            return reply.checked().isOk() ? Optional.of(reply.fields()) : Optional.empty();
        } catch (DaskException e) {
            if (reach == Reach.UNTRIED && e instanceof DaskConnectionException) {
                reach = Reach.NONE;
                LOGGER.log(System.Logger.Level.INFO, "Values travel by way of the scheduler. " + e.getMessage());
            }
            return Optional.empty();
        }
    }
}
