package io.github.kubecluster.dask;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls functions on workers themselves, outside of any task. */
final class WorkerRuns {
    private final Scheduler scheduler;

    WorkerRuns(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** @param names the workers to run on; all if empty */
    Map<String, @Nullable Object> run(
            String function, List<?> arguments, Map<String, ?> named, Collection<String> names) {
        PythonValue call = PythonValue.tuple(TaskWriter.importable(function), arguments, named);
        Map<String, Object> message = Map.of(
                "op",
                "run",
                "function",
                PickleWriter.pickle(RemoteFunction.RUN_HERE.unpickled()),
                "args",
                PickleWriter.pickle(call));
        Map<String, String> addresses = addresses(names);
        Request request = Request.of("broadcast")
                .with("msg", message)
                .with("workers", List.copyOf(addresses.values()))
                .with("serializers", PayloadReader.SERIALIZERS)
                .onItsOwn();
        Fields replies = scheduler.calls().call(request).fields();
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        addresses.forEach((name, address) ->
                results.put(name, result(function, name, replies.fields(address).get("result"))));
        return results;
    }

    private Map<String, String> addresses(Collection<String> names) {
        Map<String, String> registered = scheduler.identity().workers().stream()
                .collect(Collectors.toMap(WorkerInfo::name, WorkerInfo::address, (a, b) -> a, TreeMap::new));
        if (names.isEmpty()) {
            return registered;
        }
        Map<String, String> wanted = new TreeMap<>();
        for (String name : names) {
            String address = registered.get(name);
            if (address == null) {
                throw new IllegalArgumentException(
                        "Worker \"" + name + "\" is not registered. Name some of " + registered.keySet() + ".");
            }
            wanted.put(name, address);
        }
        return wanted;
    }

    private static @Nullable Object result(String function, String worker, @Nullable Object reply) {
        String what = "Function \"" + function + "\" on worker \"" + worker + "\"";
        try {
            Object result = reply instanceof Serialized serialized ? PayloadReader.value(serialized) : reply;
            if (result instanceof Map<?, ?> error) {
                throw TaskErrors.of(what + " failed: ", new Fields(error));
            }
            return PortableForm.value(result, (type, shown) -> {
                throw new DaskException(what + " returned " + shown + ", and a " + type + " has no counterpart in Java."
                        + " Call a function that returns text, numbers, lists, dicts or numpy arrays.");
            });
        } catch (IOException e) {
            throw new DaskException(what + " has no result: " + Wording.reason(e) + ".", e);
        }
    }
}
