package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;

/**
 * The control plane of a Dask scheduler: what a cluster needs to know of it and ask of it. Thread-safe.
 *
 * <p>Each method waits for the scheduler's answer. All of them throw
 *
 * <ul>
 *   <li>{@link DaskException} if the scheduler reports an error, {@link DaskConnectionException} if it cannot be reached,
 *       {@link DaskTimeoutException} if it does not answer in time; this object can still be used
 *   <li>{@link java.util.concurrent.CancellationException} if the waiting thread is interrupted; the call goes on
 *   <li>{@link IllegalStateException} if this object is closed
 * </ul>
 */
public final class Scheduler implements AutoCloseable {
    private static final Duration LONGEST_RETIREMENT = Duration.ofMinutes(10);

    private final Calls calls;

    Scheduler(Calls calls) {
        this.calls = calls;
    }

    /**
     * Connects to a scheduler, and tries again until it answers.
     *
     * @param sockets makes unconnected sockets; an {@link javax.net.ssl.SSLSocketFactory} for an address with {@code tls}
     * @param timeout how long connecting may take, and each answer later on
     * @throws DaskConnectionException if the scheduler does not answer within {@code timeout}, with the last reason
     * @throws IllegalArgumentException if sockets and address do not fit, or the timeout is not positive
     * @throws java.util.concurrent.CancellationException if the waiting thread is interrupted; nothing is left open then
     */
    public static Scheduler connect(SchedulerAddress address, SocketFactory sockets, Duration timeout) {
        Connector connector = new Connector(address, sockets, timeout);
        return Opening.await(address, wanted -> connect(connector, wanted));
    }

    static Scheduler connect(Connector connector, BooleanSupplier wanted) throws InterruptedException {
        return new Scheduler(new Calls(connector, connector.openPatiently(wanted)));
    }

    /** Returns the address that this was connected to. */
    public SchedulerAddress address() {
        return calls.connector().address();
    }

    /** Asks for the scheduler's description and its workers. */
    public Identity identity() {
        return Identity.from(calls.call(Request.of("identity")).fields());
    }

    /** Asks for the versions of the packages that the scheduler runs on. */
    public Versions versions() {
        return Versions.from(calls.call(Request.of("versions")).fields());
    }

    /** Asks for the versions of the packages that each worker runs on, by the worker's address. */
    public Map<String, Versions> workerVersions() {
        Fields replies = calls.call(Request.of("broadcast").with("msg", Map.of("op", "versions")))
                .fields();
        Map<String, Versions> versions = new TreeMap<>();
        replies.map()
                .keySet()
                .forEach(
                        address -> versions.put(address.toString(), Versions.from(replies.fields(address.toString()))));
        return versions;
    }

    /**
     * Asks how many workers the scheduler would like to have for the tasks that it knows of.
     *
     * @param targetDuration in what time the present work should be done
     */
    public int adaptiveTarget(Duration targetDuration) {
        Request request = Request.of("adaptive_target").with("target_duration", targetDuration.toMillis() / 1_000.0);
        return Math.toIntExact(calls.call(request).number());
    }

    /**
     * Asks which workers are best closed, idle ones with little data first; it closes none.
     *
     * @param target how many workers should remain, zero or more
     * @return their names; fewer than wanted if the others are needed for the data that they hold
     */
    public List<String> workersToClose(int target) {
        Request request = Request.of("workers_to_close").with("target", target).with("attribute", "name");
        return names(calls.call(request).list());
    }

    /**
     * Retires workers: moves the results that only they hold to others, then ends them.
     *
     * <p>It returns when the data is moved, which can take minutes; 10 minutes are the limit.
     *
     * @param names the names of the workers
     * @return the names of those that are retired now; a worker is absent if it is not registered, or if there is nowhere
     *     to move its data, in which case it goes on working
     */
    public Set<String> retire(Collection<String> names) {
        if (names.isEmpty()) {
            return Set.of();
        }
        Request request = Request.of("retire_workers")
                .with("names", List.copyOf(names))
                .with("close_workers", true)
                .with("remove", true)
                .within(LONGEST_RETIREMENT)
                .onItsOwn();
        Fields retired = calls.call(request).fields();
        Set<String> retiredNames = new LinkedHashSet<>();
        retired.map()
                .keySet()
                .forEach(address ->
                        retiredNames.add(retired.fields(address.toString()).text("name")));
        return retiredNames;
    }

    /**
     * Asks for the end of the scheduler's log.
     *
     * @param n how many lines, at most; zero or more
     * @return the lines, oldest first
     */
    public List<LogLine> logs(int n) {
        // Schedulers before 2023.1.1 give the oldest n lines: ask for all, and cut here.
        List<LogLine> lines = calls.call(Request.of("get_logs").with("timestamps", true)).list().stream()
                .map(LogLine::from)
                .sorted(Comparator.comparing(LogLine::time))
                .toList();
        return lines.subList(Math.max(0, lines.size() - n), lines.size());
    }

    /**
     * Calls an operation that a preload or a plugin has added to the handlers of this scheduler.
     *
     * @param arguments by name; text, numbers, booleans, and lists and maps of them
     * @return the map that the handler returned, in the same types
     */
    public Map<?, ?> call(String operation, Map<String, ?> arguments) {
        Request request = Request.of(operation);
        for (Map.Entry<String, ?> argument : arguments.entrySet()) {
            request = request.with(argument.getKey(), argument.getValue());
        }
        return calls.call(request).fields().map();
    }

    /** Closes the connections; the scheduler goes on. */
    @Override
    public void close() {
        calls.close();
    }

    Calls calls() {
        return calls;
    }

    private static List<String> names(List<?> names) {
        return names.stream().map(String::valueOf).toList();
    }
}
