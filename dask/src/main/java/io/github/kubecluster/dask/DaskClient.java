package io.github.kubecluster.dask;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Computes on a Dask cluster: calls Python functions by name on its workers. Thread-safe.
 *
 * <pre>{@code
 * DaskFuture sum = client.submit("operator.add", 1, 2);
 * sum.result();  // 3
 * }</pre>
 *
 * <p>A function is named by module and name, such as {@code numpy.mean}, and one of Python's own, such as {@code len}, by
 * its name; the workers must be able to import it. Arguments may be null, booleans, numbers, text, dates and times, UUIDs,
 * arrays, collections, maps, {@link NumpyArray}, {@link Table}, what {@link Python} makes, {@link DaskFuture} and {@link PythonObject},
 * the latter also inside of collections and maps. A {@code byte[]} arrives as bytes, other arrays of primitive types as
 * numpy arrays, and arrays of objects as lists.
 *
 * <p>Results, and values that are scattered, travel between this client and the workers; where those cannot be reached from here,
 * which the first try tells within 3 s, they go by way of the scheduler.
 *
 * <p>While it is open, the client sends the scheduler a heartbeat every 5 s. When the connection is lost, all futures that
 * are not done fail, and a new client must be connected. The methods that submit return at once, and throw
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} if an argument cannot be sent; nothing is submitted then
 *   <li>{@link DaskConnectionException} if the connection to the scheduler is lost
 *   <li>{@link IllegalStateException} if this client, or a future among the arguments, is closed
 * </ul>
 */
public final class DaskClient implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(DaskClient.class.getName());

    private static final Set<String> DOUBTS_SAID = ConcurrentHashMap.newKeySet();

    private final String id;
    private final Scheduler scheduler;
    private final Dialect dialect;
    private final ConnectionState connection;
    private final RemoteTasks tasks;
    private final ClientStream stream;
    private final DirectWorkers workers;
    private final Results results;
    private final Fetches fetches = new Fetches(this);

    private DaskClient(
            String id,
            Scheduler scheduler,
            Dialect dialect,
            ConnectionState connection,
            RemoteTasks tasks,
            ClientStream stream) {
        this.id = id;
        this.scheduler = scheduler;
        this.dialect = dialect;
        this.connection = connection;
        this.tasks = tasks;
        this.stream = stream;
        this.workers = new DirectWorkers(scheduler.calls(), dialect);
        this.results = new Results(this, scheduler.calls(), workers, new TaskErrors(scheduler.calls(), dialect));
    }

    private static DaskClient open(Connector connector, String id, BooleanSupplier wanted)
            throws IOException, InterruptedException {
        SchedulerAddress address = connector.address();
        Scheduler scheduler = Scheduler.connect(connector, wanted);
        try {
            Fields versions = scheduler.calls().call(Request.of("versions")).fields();
            Dialect dialect = new Dialect(Versions.from(versions).distributed());
            dialect.doubt().filter(DOUBTS_SAID::add).ifPresent(doubt -> LOGGER.log(System.Logger.Level.WARNING, doubt));
            RemoteTasks tasks = new RemoteTasks();
            ConnectionState connection = new ConnectionState(address, tasks::abandon);
            ClientStream.Listener listener = new ClientStream.Listener() {
                @Override
                public void received(Fields message) {
                    tasks.update(message);
                }

                @Override
                public void lost(String reason) {
                    connection.lose("The connection to scheduler \"" + address + "\" is lost: " + reason
                            + ". Results that were not fetched are gone; connect a new client and submit again."
                            + dialect.doubt().map(doubt -> " " + doubt).orElse(""));
                }
            };
            ClientStream stream = ClientStream.open(connector.openPatiently(wanted), id, versions, dialect, listener);
            DaskClient client = new DaskClient(id, scheduler, dialect, connection, tasks, stream);
            try {
                dialect.doubt().ifPresent(doubt -> Canary.send(client, doubt));
            } catch (RuntimeException e) {
                client.close();
                throw e;
            }
            return client;
        } catch (IOException | InterruptedException | RuntimeException e) {
            scheduler.close();
            throw e;
        }
    }

    /** Begins to describe a client of the scheduler at {@code address}. */
    public static Builder builder(SchedulerAddress address) {
        return new Builder(address);
    }

    /** Returns the id under which the scheduler knows this client: its name, a dash, and something unique. */
    public String id() {
        return id;
    }

    /** Returns the control plane of this client's scheduler; it is closed with this client. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * Calls a function on a worker, with arguments by position.
     *
     * <p>A list and a map alone are taken by the method below; to pass just these two by position, write
     * {@code submit(function, List.of(list, map), Map.of())}.
     */
    public DaskFuture submit(String function, @Nullable Object... arguments) {
        return with().submit(function, arguments);
    }

    /**
     * Calls a function on a worker.
     *
     * @param arguments the arguments by position
     * @param named the arguments by name
     */
    public DaskFuture submit(String function, List<?> arguments, Map<String, ?> named) {
        return with().submit(function, arguments, named);
    }

    /**
     * Calls a function once for each item, on any workers, as Python's {@code map} does.
     *
     * @param arguments the items; with several, the first items of all are the arguments of the first call, and so on
     * @return a future for each call, in that order
     * @throws IllegalArgumentException also if the collections differ in size
     */
    public List<DaskFuture> map(String function, Collection<?>... arguments) {
        return with().map(function, arguments);
    }

    /**
     * Calls a function once for each item, as {@link #map(String, Collection...)} does.
     *
     * @param named the arguments by name, the same ones in all calls
     */
    public List<DaskFuture> map(String function, List<? extends Collection<?>> arguments, Map<String, ?> named) {
        return with().map(function, arguments, named);
    }

    /** Runs Python text on a worker; the result is the value of its last expression, as in a notebook's cell. */
    public DaskFuture runSource(String source) {
        return with().runSource(source);
    }

    /**
     * Runs Python text on a worker; the result is the value of its last expression, as in a notebook's cell.
     *
     * @param variables what the text finds as variables, by name
     */
    public DaskFuture runSource(String source, Map<String, ?> variables) {
        return with().runSource(source, variables);
    }

    /**
     * Calls a function of Python text on a worker.
     *
     * @param function the name of a function that the text defines
     */
    public DaskFuture runSource(String source, String function, @Nullable Object... arguments) {
        return with().runSource(source, function, arguments);
    }

    /** Begins to set options, such as a priority, for tasks. */
    public Submission with() {
        return new Submission(this);
    }

    /**
     * Returns a module of Python, from which any library can be used.
     *
     * @param name such as {@code dask.array}; the workers must be able to import it
     */
    public PythonObject module(String name) {
        return with().module(name);
    }

    /** Returns the data sets that are published in the scheduler. */
    public Datasets datasets() {
        return new Datasets(this);
    }

    /**
     * Calls a function on every worker at once, outside of any task, while the workers go on with theirs.
     *
     * <p>It is for what concerns the workers themselves, and should be short: a worker does nothing else meanwhile. A
     * parameter named {@code dask_worker} is given the worker. Futures cannot be arguments.
     *
     * @return the results by the names of the workers
     * @throws PythonException if it failed on a worker
     * @throws DaskException if a result has no counterpart in Java
     */
    public Map<String, @Nullable Object> run(String function, @Nullable Object... arguments) {
        return run(List.of(), function, Arrays.asList(arguments), Map.of());
    }

    /**
     * Calls a function on workers as {@link #run(String, Object...)} does.
     *
     * @param workers the names of the workers; all if there is none
     * @throws IllegalArgumentException also if there is no worker of such a name
     */
    public Map<String, @Nullable Object> run(
            Collection<String> workers, String function, List<?> arguments, Map<String, ?> named) {
        connection.checkOpen();
        return new WorkerRuns(scheduler).run(function, arguments, named, workers);
    }

    /**
     * Waits for results and fetches them in one go, which is faster than one by one.
     *
     * @return the results in the order of the futures; see {@link DaskFuture#result()}
     * @throws DaskException if a task failed or was cancelled
     * @throws java.util.concurrent.CancellationException if this thread is interrupted; the tasks are cancelled
     */
    public List<@Nullable Object> gather(Collection<DaskFuture> futures) {
        return results(List.copyOf(futures), DaskFuture.FOREVER);
    }

    /**
     * Returns futures in the order in which their tasks end, whatever way they end.
     *
     * <p>Each iteration waits anew, and throws {@link java.util.concurrent.CancellationException} if its thread is
     * interrupted.
     */
    public Collection<DaskFuture> asCompleted(Collection<DaskFuture> futures) {
        return asCompleted(futures, DaskFuture.FOREVER);
    }

    /**
     * Returns futures as {@link #asCompleted(Collection)} does.
     *
     * @param limit how long a whole iteration may take; {@link DaskTimeoutException} is thrown then
     */
    public Collection<DaskFuture> asCompleted(Collection<DaskFuture> futures, Duration limit) {
        connection.checkOpen();
        return new Completions(futures, limit);
    }

    /** Tells how far tasks are; it does not wait. */
    public TaskProgress progress(Collection<DaskFuture> futures) {
        return TaskProgress.of(futures);
    }

    /**
     * Puts a value into the memory of a worker, so that tasks can use it without its being sent with each.
     *
     * <p>It returns when a worker has the value; when the chosen worker leaves meanwhile, another one is asked for. Arrays of
     * primitive types are read while they are sent, without a copy of the whole: leave them as they are until it returns.
     *
     * @throws DaskException if there is no worker, or if chosen workers left three times
     */
    public DaskFuture scatter(@Nullable Object value) {
        return scatter(value, false);
    }

    /**
     * Puts a value into the memory of every worker that is there; else as {@link #scatter}.
     *
     * <p>Every other second the scheduler takes copies away that no unfinished task asks for, down to one: use the value
     * at once, or keep the copies with {@code distributed.scheduler.active-memory-manager.start: false} in the scheduler's
     * configuration (policy {@code ReduceReplicas} of Dask's Active Memory Manager).
     */
    public DaskFuture broadcast(@Nullable Object value) {
        return scatter(value, true);
    }

    private DaskFuture scatter(@Nullable Object value, boolean everywhere) {
        connection.checkOpen();
        String key = keyOf("scatter");
        new Scattering(scheduler.calls(), workers, id).put(key, value, everywhere);
        RemoteTask task = tasks.add(key);
        task.finish();
        return new DaskFuture(this, task);
    }

    /** Asks the scheduler to drop tasks; code that runs already is not interrupted. */
    public void cancel(DaskFuture... futures) {
        connection.checkOpen();
        List<String> keys =
                Arrays.stream(futures).map(future -> future.keyFor(this)).toList();
        Arrays.stream(futures).forEach(future -> future.task().cancel("this client asked for it"));
        if (dialect.cancelsByMessage()) {
            stream.send(dialect.cancelKeys(keys));
        } else {
            // Nobody waits for it: who cancels may be one who was interrupted.
            Call call = scheduler
                    .calls()
                    .start(Request.of("cancel")
                            .with("keys", keys)
                            .with("client", id)
                            .with("force", false));
            var unused = call.reply().thenApply(Reply::checked).whenComplete((reply, failure) -> {
                if (failure != null) {
                    LOGGER.log(System.Logger.Level.WARNING, "Tasks " + keys + " could not be cancelled.", failure);
                }
            });
        }
    }

    /** Tells whether this client can be used: it is not closed and has not lost its scheduler. */
    public boolean connected() {
        return connection.open();
    }

    /**
     * Runs {@code listener} once if the connection to the scheduler is lost, at once if it is lost already; not if this
     * client is closed. It runs on a thread of its own.
     */
    public void onDisconnect(Runnable listener) {
        connection.whenLost(listener);
    }

    /** Takes leave of the scheduler, which forgets this client's results; futures that are not done fail. */
    @Override
    public void close() {
        if (connection.close()) {
            stream.close();
            scheduler.close();
        }
    }

    CompletableFuture<@Nullable Object> fetched(DaskFuture future) {
        return fetches.of(future);
    }

    List<@Nullable Object> results(List<DaskFuture> futures, Duration limit) {
        connection.checkOpen();
        return results.of(futures, limit);
    }

    /** Returns what to throw for a task of which nothing more will be heard. */
    RuntimeException gone(RemoteTask task) {
        connection.checkOpen();
        return new IllegalStateException(
                "Future \"" + task.key() + "\" was closed, and its result released. Submit the task again.");
    }

    /** Returns the future of a task that another client of this cluster has submitted, and keeps its result for this client, too. */
    DaskFuture future(String key) {
        connection.checkOpen();
        states().awaitKnown(key);
        DaskFuture future = new DaskFuture(this, tasks.share(key));
        stream.send(Map.of("op", "client-desires-keys", "keys", List.of(key)));
        return future;
    }

    TaskStates states() {
        return new TaskStates(scheduler.calls());
    }

    /** Waits again for a result that the scheduler could not give. */
    void askAgain(String key) {
        tasks.lose(key);
        stream.send(Map.of("op", "report-key", "key", key));
    }

    void release(String key) {
        if (tasks.remove(key)) {
            stream.send(Map.of("op", "client-releases-keys", "keys", List.of(key)));
        }
    }

    Task task(String key, PythonValue function, List<?> arguments, Map<String, ?> named) {
        return TaskWriter.task(this, dialect, key, function, arguments, named);
    }

    /** @param annotations what holds for all of the tasks */
    List<DaskFuture> send(List<Task> submitted, Map<String, Object> annotations) {
        connection.checkOpen();
        if (submitted.isEmpty()) {
            return List.of();
        }
        Map<String, @Nullable Object> message = dialect.updateGraph(submitted, annotations);
        List<DaskFuture> futures = submitted.stream()
                .map(task -> new DaskFuture(this, tasks.add(task.key())))
                .toList();
        stream.send(message);
        return futures;
    }

    /** The part before the dash groups tasks in Dask's own displays. */
    static String keyOf(String function) {
        String name = function.substring(Math.max(function.lastIndexOf('.'), function.lastIndexOf(':')) + 1);
        return name + "-" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Describes a client before it is connected. */
    public static final class Builder {
        private final SchedulerAddress address;
        private String name = "KubeCluster";
        private SocketFactory sockets = SocketFactory.getDefault();
        private Duration timeout = Duration.ofSeconds(30);

        private Builder(SchedulerAddress address) {
            this.address = address;
        }

        /** Sets the beginning of the client's id; {@code KubeCluster} if it is not called. */
        public Builder name(String newName) {
            this.name = newName;
            return this;
        }

        /**
         * Sets what makes unconnected sockets; plain ones if it is not called.
         *
         * @param newSockets an {@link javax.net.ssl.SSLSocketFactory} for an address with {@code tls}; it decides which
         *     certificates are trusted, and host names are not looked at, as in Dask
         */
        public Builder sockets(SocketFactory newSockets) {
            this.sockets = newSockets;
            return this;
        }

        /** Sets how long connecting may take, and each answer of the scheduler; 30 s if it is not called. */
        public Builder timeout(Duration newTimeout) {
            this.timeout = newTimeout;
            return this;
        }

        /**
         * Connects to the scheduler, and tries again until it answers.
         *
         * @throws DaskConnectionException if the scheduler does not answer in time, with the last reason
         * @throws java.util.concurrent.CancellationException if the waiting thread is interrupted; nothing is left open
         */
        public DaskClient connect() {
            Connector connector = new Connector(address, sockets, timeout);
            String id = name + "-" + UUID.randomUUID();
            return Opening.await(address, wanted -> open(connector, id, wanted));
        }
    }
}
