package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Python object in the memory of a worker, of any library. Thread-safe.
 *
 * <pre>{@code
 * client.module("dask.array")
 *         .call("ones", List.of(1000, 1000, 1000), Map.of("chunks", List.of(100, 100, 10)))
 *         .call("mean")
 *         .compute()  // 1.0
 * }</pre>
 *
 * <p>Each method that returns another object starts a task and returns at once; a task waits for the objects that it needs.
 * The tasks have the options of the {@link Submission} whose module the object came from. They run where the object is while
 * that worker has time; an object that Python cannot pickle, such as Dask's own groups of a data frame, cannot move, and is
 * best kept in place by {@code client.with().workers(name).module(…)} on a cluster that is busy.
 *
 * <p>Arguments are those of {@link DaskClient#submit(String, Object...)}. A map with text as keys at the end of arguments holds
 * those by name; behind a map that is itself an argument by position, write {@code Map.of()}. The methods that wait throw
 * what {@link DaskFuture#result()} throws.
 */
public final class PythonObject {
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("+", "add"),
            Map.entry("-", "sub"),
            Map.entry("*", "mul"),
            Map.entry("/", "truediv"),
            Map.entry("//", "floordiv"),
            Map.entry("%", "mod"),
            Map.entry("**", "pow"),
            Map.entry("@", "matmul"),
            Map.entry("&", "and_"),
            Map.entry("|", "or_"),
            Map.entry("^", "xor"),
            Map.entry("<", "lt"),
            Map.entry("<=", "le"),
            Map.entry("==", "eq"),
            Map.entry("!=", "ne"),
            Map.entry(">", "gt"),
            Map.entry(">=", "ge"));

    private final Submission tasks;
    private final DaskFuture future;
    private final @Nullable String shown;

    PythonObject(Submission tasks, DaskFuture future) {
        this(tasks, future, null);
    }

    /** @param shown what Python shows for the object, where that is known */
    PythonObject(Submission tasks, DaskFuture future, @Nullable String shown) {
        this.tasks = tasks;
        this.future = future;
        this.shown = shown;
    }

    /** Returns the future whose result this object is. */
    public DaskFuture future() {
        return future;
    }

    /** Calls a method of this object, or a function of this module. */
    public PythonObject call(String method, @Nullable Object... arguments) {
        PythonValue bound = PythonValue.call(PythonValue.global("builtins", "getattr"), future, method);
        return called(DaskClient.keyOf(method), bound, Arrays.asList(arguments));
    }

    /** Calls this object itself, which is a function or a class. */
    public PythonObject invoke(@Nullable Object... arguments) {
        PythonValue self = PythonValue.call(PythonValue.global("builtins", "getattr"), future, "__call__");
        return called(DaskClient.keyOf("call"), self, Arrays.asList(arguments));
    }

    /** Returns an attribute of this object, or what this module defines. */
    public PythonObject get(String attribute) {
        return of(tasks.submit("getattr", future, attribute));
    }

    /** Returns {@code object[key]}; see {@link Python#slice} and, for several axes, {@link Python#tuple}. */
    public PythonObject item(@Nullable Object key) {
        return of(tasks.submit("operator.getitem", future, key));
    }

    /**
     * Returns what an operator makes of this object and {@code other}.
     *
     * @param operator one of Python's, such as {@code +}, {@code **}, {@code <=} or {@code &}
     */
    public PythonObject op(String operator, @Nullable Object other) {
        String function = OPERATORS.get(operator);
        if (function == null) {
            throw new IllegalArgumentException("\"" + operator + "\" is not an operator. Write one of "
                    + String.join(" ", OPERATORS.keySet().stream().sorted().toList()) + ".");
        }
        return of(tasks.submit("operator." + function, future, other));
    }

    /** Lets the cluster compute a collection of Dask, and keeps it in the memory of the workers. */
    public PythonObject persist() {
        return of(tasks.submit(RemoteFunction.PERSIST, List.of(future)));
    }

    /**
     * Lets the cluster compute a collection of Dask, and returns its value.
     *
     * @return as {@link DaskFuture#result()}; the object itself if it is no collection
     */
    public @Nullable Object compute() {
        return compute(DaskFuture.FOREVER);
    }

    /** Computes as {@link #compute()} does, but waits for {@code limit} at most. */
    public @Nullable Object compute(Duration limit) {
        return computed().result(limit);
    }

    /** Computes as {@link #compute()} does, and converts the value as {@link DaskFuture#result(Class)} does. */
    public <T> T compute(Class<T> type) {
        return computed().result(type);
    }

    /** Returns the object's value, without computing anything that it stands for; see {@link DaskFuture#result()}. */
    public @Nullable Object result() {
        return future.result();
    }

    /** Returns the object's class in Python, such as {@code fractions.Fraction}; it waits for the object. */
    public String type() {
        return remote(RemoteFunction.TYPE_NAME, String.class);
    }

    /** Returns what Python shows for the object; it waits for the object. */
    public String repr() {
        return shown != null ? shown : remote(RemoteFunction.SHOWN, String.class);
    }

    /** Returns what a notebook shows of the object, by MIME type; images are base64. It waits for the object. */
    public Map<String, String> display() {
        Map<String, String> display = new LinkedHashMap<>();
        Map<?, ?> bundle = remote(RemoteFunction.DISPLAY, Map.class);
        bundle.forEach((mime, data) -> display.put(String.valueOf(mime), String.valueOf(data)));
        return display;
    }

    /** Returns what Python shows for the object if that is known here, else the key of its task; it does not wait. */
    @Override
    public String toString() {
        return shown != null ? shown : "Python object, " + future;
    }

    private DaskFuture computed() {
        return tasks.submit(RemoteFunction.COMPUTE, List.of(future));
    }

    private <T> T remote(RemoteFunction function, Class<T> type) {
        try (DaskFuture told = tasks.submit(function, List.of(future))) {
            return told.result(type);
        }
    }

    private PythonObject of(DaskFuture made) {
        return new PythonObject(tasks, made);
    }

    private PythonObject called(String key, PythonValue function, List<@Nullable Object> arguments) {
        int last = arguments.size() - 1;
        return last >= 0 && arguments.get(last) instanceof Map<?, ?> map && areNames(map.keySet())
                ? of(tasks.submit(key, function, arguments.subList(0, last), names(map)))
                : of(tasks.submit(key, function, arguments, Map.of()));
    }

    private static boolean areNames(Set<?> keys) {
        return keys.stream().allMatch(String.class::isInstance);
    }

    @SuppressWarnings("unchecked") // All keys are text.
    private static Map<String, ?> names(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }
}
