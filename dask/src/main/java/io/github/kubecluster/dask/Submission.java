package io.github.kubecluster.dask;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Submits tasks with options, as {@link DaskClient#with()} begins them. Immutable and thread-safe.
 *
 * <pre>{@code
 * client.with().priority(10).retries(2).workers("gpu-0", "gpu-1").submit("models.train", data);
 * }</pre>
 *
 * <p>Each option returns a new object and leaves this one as it is. What the methods that submit throw stands at
 * {@link DaskClient}.
 */
public final class Submission {
    private final DaskClient client;
    private final Map<String, Object> annotations;

    Submission(DaskClient client) {
        this(client, Map.of());
    }

    private Submission(DaskClient client, Map<String, Object> annotations) {
        this.client = client;
        this.annotations = annotations;
    }

    /** Lets tasks of a higher priority run first; 0 if it is not called, and negative ones run last. */
    public Submission priority(int priority) {
        return annotation("priority", priority);
    }

    /**
     * Lets the scheduler try a task again that failed.
     *
     * @param retries how often, zero or more
     */
    public Submission retries(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException("Retries " + retries + ": write zero or more.");
        }
        return annotation("retries", retries);
    }

    /**
     * Lets a task run where that much of each resource is free, and takes it meanwhile.
     *
     * @param resources the amounts by names, such as {@code GPU}, that workers were started with
     */
    public Submission resources(Map<String, ? extends Number> resources) {
        return annotation("resources", Map.copyOf(resources));
    }

    /** Lets tasks run on these workers, by name or address, and on no others; they wait while none of them is there. */
    public Submission workers(String... workers) {
        return annotation("workers", List.of(workers));
    }

    /** Lets tasks run on these workers, by name or address, and on others while none of them is there. */
    public Submission preferredWorkers(String... workers) {
        return workers(workers).annotation("allow_other_workers", true);
    }

    /** Adds what plugins of the scheduler and of the workers may look for; one that is set twice has the last value. */
    public Submission annotation(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(annotations);
        more.put(name, value);
        return new Submission(client, more);
    }

    /** Calls a function on a worker; see {@link DaskClient#submit(String, Object...)}. */
    public DaskFuture submit(String function, @Nullable Object... arguments) {
        return submit(function, Arrays.asList(arguments), Map.of());
    }

    /** Calls a function on a worker; see {@link DaskClient#submit(String, List, Map)}. */
    public DaskFuture submit(String function, List<?> arguments, Map<String, ?> named) {
        return submit(DaskClient.keyOf(function), TaskWriter.named(function), arguments, named);
    }

    /** Calls a function once for each item; see {@link DaskClient#map(String, Collection...)}. */
    public List<DaskFuture> map(String function, Collection<?>... arguments) {
        return map(function, Arrays.asList(arguments), Map.of());
    }

    /** Calls a function once for each item; see {@link DaskClient#map(String, List, Map)}. */
    public List<DaskFuture> map(String function, List<? extends Collection<?>> arguments, Map<String, ?> named) {
        List<List<@Nullable Object>> calls = calls(function, arguments);
        PythonValue.Tuple callee = TaskWriter.named(function);
        try {
            return client.send(
                    calls.stream()
                            .map(call -> client.task(DaskClient.keyOf(function), callee, call, named))
                            .toList(),
                    annotations);
        } finally {
            Reference.reachabilityFence(calls);
            Reference.reachabilityFence(named);
        }
    }

    /** Runs Python text on a worker; see {@link DaskClient#runSource(String)}. */
    public DaskFuture runSource(String source) {
        return runSource(source, Map.of());
    }

    /** Runs Python text on a worker; see {@link DaskClient#runSource(String, Map)}. */
    public DaskFuture runSource(String source, Map<String, ?> variables) {
        return submit(RemoteFunction.RUN_SOURCE, List.of(source, variables));
    }

    /** Calls a function of Python text on a worker; see {@link DaskClient#runSource(String, String, Object...)}. */
    public DaskFuture runSource(String source, String function, @Nullable Object... arguments) {
        return submit(
                DaskClient.keyOf(function),
                RemoteFunction.CALL_SOURCE.computed(),
                List.of(source, function, Arrays.asList(arguments)),
                Map.of());
    }

    /** Returns a module of Python; all that is called on it, and on what comes of it, has these options, too. */
    public PythonObject module(String name) {
        return new PythonObject(this, submit("importlib.import_module", name));
    }

    DaskFuture submit(RemoteFunction function, List<?> arguments) {
        return submit(DaskClient.keyOf(function.pythonName()), function.computed(), arguments, Map.of());
    }

    /** @param function what makes the function, as part of a task */
    DaskFuture submit(String key, PythonValue function, List<?> arguments, Map<String, ?> named) {
        try {
            return client.send(List.of(client.task(key, function, arguments, named)), annotations)
                    .get(0);
        } finally {
            // A future that is forgotten before this point could be released before it is used.
            Reference.reachabilityFence(function);
            Reference.reachabilityFence(arguments);
            Reference.reachabilityFence(named);
        }
    }

    /** Turns collections of first, second, … arguments into the arguments of each call. */
    private static List<List<@Nullable Object>> calls(String function, List<? extends Collection<?>> columns) {
        List<List<@Nullable Object>> calls = new ArrayList<>();
        for (Collection<?> column : columns) {
            if (column.size() != columns.get(0).size()) {
                throw new IllegalArgumentException("Map of \"" + function + "\": one collection has "
                        + columns.get(0).size() + " items, another " + column.size() + ". Pass as many of each.");
            }
            int row = 0;
            for (Object item : column) {
                if (calls.size() == row) {
                    calls.add(new ArrayList<>());
                }
                calls.get(row++).add(item);
            }
        }
        return calls;
    }
}
