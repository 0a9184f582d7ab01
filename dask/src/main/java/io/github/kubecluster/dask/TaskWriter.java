package io.github.kubecluster.dask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a task does as tuples of a function and its arguments, the form that schedulers of all versions take.
 *
 * <p>The function is named, and looked up by the worker: the scheduler need not have it.
 */
final class TaskWriter {
    /** Calls its first argument with the others. */
    static final PythonValue.Global APPLY = PythonValue.global("toolz.functoolz", "apply");

    private static final PythonValue.Global APPLY_WITH_NAMES = PythonValue.global("dask.utils", "apply");
    private static final PythonValue.Global RESOLVE = PythonValue.global("pkgutil", "resolve_name");
    private static final Pattern FUNCTION = Pattern.compile("[\\w.]+(:[\\w.]+)?", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int MAX_DEPTH = 100;

    private final DaskClient client;
    private final Dialect dialect;
    private final Set<String> dependencies = new LinkedHashSet<>();

    private TaskWriter(DaskClient client, Dialect dialect) {
        this.client = client;
        this.dialect = dialect;
    }

    /**
     * Returns the function of that name, as a task that the worker computes.
     *
     * @throws IllegalArgumentException if it is no name
     */
    static PythonValue.Tuple named(String function) {
        return PythonValue.tuple(RESOLVE, importable(function));
    }

    /**
     * Returns the name by which {@code pkgutil.resolve_name} finds that function.
     *
     * @throws IllegalArgumentException if it is no name
     */
    static String importable(String function) {
        if (!FUNCTION.matcher(function).matches()) {
            throw new IllegalArgumentException("\"" + function
                    + "\" is not the name of a Python function. Write module and name, such as \"numpy.mean\".");
        }
        boolean builtin = function.indexOf('.') < 0 && function.indexOf(':') < 0;
        return builtin ? "builtins:" + function : function;
    }

    /**
     * @param client the client that the futures among the arguments must be of
     * @param function what makes the function: a task, or a call that may hold futures
     * @throws IllegalArgumentException if an argument cannot be sent
     */
    static Task task(
            DaskClient client,
            Dialect dialect,
            String key,
            PythonValue function,
            List<?> arguments,
            Map<String, ?> named) {
        TaskWriter writer = new TaskWriter(client, dialect);
        List<@Nullable Object> positional = new ArrayList<>();
        positional.add(writer.argument(function, 0));
        arguments.forEach(argument -> positional.add(writer.argument(argument, 0)));
        Object options = writer.map(named, 0);
        return new Task(
                key, PythonValue.tuple(APPLY_WITH_NAMES, APPLY, positional, options), Set.copyOf(writer.dependencies));
    }

    private @Nullable Object argument(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "An argument is nested more than " + MAX_DEPTH + " deep, or holds itself. Pass a flatter one.");
        }
        if (value instanceof DaskFuture future) {
            String key = future.keyFor(client);
            dependencies.add(key);
            return dialect.reference(key);
        } else if (value instanceof PythonObject object) {
            return argument(object.future(), depth);
        } else if (value instanceof PythonValue.Call call) {
            return call(call, depth);
        } else if (value instanceof Table table) {
            return PythonValue.tuple(APPLY, RemoteFunction.FRAME.computed(), ArrowWriter.stream(table));
        } else if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        } else if (value instanceof Set<?> set) {
            List<@Nullable Object> items = list(set, depth);
            return arePlain(items) ? set : PythonValue.tuple(PythonValue.global("builtins", "set"), items);
        } else if (value instanceof Collection<?> collection) {
            return list(collection, depth);
        } else if (value instanceof NumpyArray array) {
            List<@Nullable Object> parts = new ArrayList<>(List.of(APPLY, named("numpy:ndarray")));
            parts.addAll(array.python().arguments());
            return new PythonValue.Tuple(parts);
        } else if (value instanceof Object[] array) {
            return list(Arrays.asList(array), depth);
        } else if (value != null && JavaArray.is(value)) {
            return argument(JavaArray.of(value).copy(), depth);
        }
        return value;
    }

    /** A call that the worker makes, not who reads the task's definition. */
    private PythonValue.Tuple call(PythonValue.Call call, int depth) {
        List<@Nullable Object> parts = new ArrayList<>();
        parts.add(argument(call.function(), depth + 1));
        call.arguments().forEach(argument -> parts.add(argument(argument, depth + 1)));
        return new PythonValue.Tuple(parts);
    }

    private List<@Nullable Object> list(Collection<?> collection, int depth) {
        List<@Nullable Object> items = new ArrayList<>(collection.size());
        collection.forEach(item -> items.add(argument(item, depth + 1)));
        return items;
    }

    /** A dictionary; one that holds something to compute is computed itself, since workers look into lists only. */
    private Object map(Map<?, ?> map, int depth) {
        Map<@Nullable Object, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put(argument(key, depth + 1), argument(value, depth + 1)));
        if (arePlain(plain.keySet()) && arePlain(plain.values())) {
            return plain;
        }
        List<Object> entries = new ArrayList<>();
        plain.forEach((key, value) -> {
            List<@Nullable Object> entry = new ArrayList<>();
            entry.add(key);
            entry.add(value);
            entries.add(entry);
        });
        return PythonValue.tuple(PythonValue.global("builtins", "dict"), entries);
    }

    private boolean arePlain(Collection<?> values) {
        return values.stream().allMatch(this::isPlain);
    }

    private boolean isPlain(@Nullable Object value) {
        if (value instanceof String text) {
            return !dependencies.contains(text);
        } else if (value instanceof Map<?, ?> map) {
            return arePlain(map.keySet()) && arePlain(map.values());
        }
        return value instanceof Collection<?> items ? arePlain(items) : !(value instanceof PythonValue);
    }
}
