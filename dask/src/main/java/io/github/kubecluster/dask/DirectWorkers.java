package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    /** A worker that is stopped, but not gone, says nothing for ever. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private enum Reach {
        UNTRIED,
        REACHED,
        NONE
    }

    private final Calls calls;
    private volatile Reach reach = Reach.UNTRIED;

    DirectWorkers(Calls calls) {
        this.calls = calls;
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
            List<CompletableFuture<Reply>> started =
                    some.stream().map(calls::start).toList();
            for (int i = 0; i < some.size(); i++) {
                answer(some.get(i), started.get(i))
                        .ifPresent(
                                answer -> payloads.putAll(answer.fields("data").map()));
            }
        }
        return payloads;
    }

    private List<Request> requests(List<String> keys, Duration limit) {
        Fields holders = calls.call(Request.of("who_has").with("keys", keys)).fields();
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
                        calls.call(Request.of("ncores_running")).fields().map().keySet())
                .toList();
        if (workers.isEmpty()) {
            return false;
        }
        String worker = workers.get(ThreadLocalRandom.current().nextInt(workers.size()));
        Request request = Request.of("update_data")
                .with("data", Map.of(key, value))
                .within(LONGEST)
                .to(SchedulerAddress.parse(worker));
        Optional<Fields> answer = answer(request, calls.start(request));
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

    /** Returns what a worker says; nothing if it is busy, or gone by now. */
    private Optional<Fields> answer(Request request, CompletableFuture<Reply> started) {
        try {
            Reply reply = calls.await(request, started);
            reach = Reach.REACHED;
            return reply.isOk() ? Optional.of(reply.fields()) : Optional.empty();
        } catch (DaskException e) {
            if (reach == Reach.UNTRIED) {
                reach = Reach.NONE;
                LOGGER.log(System.Logger.Level.INFO, "Values travel by way of the scheduler. " + e.getMessage());
            }
            return Optional.empty();
        }
    }
}
