package io.github.kubecluster.dask;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A scheduler and its workers at one moment.
 *
 * @param id the scheduler's own id, another one after each start
 * @param address where workers reach it
 * @param services the ports of its services by name; the web pages are {@code dashboard}
 * @param started when it started, by its own clock
 * @param workers the workers that are registered, in the order in which they joined
 */
public record Identity(
        String id, String address, Map<String, Integer> services, Instant started, List<WorkerInfo> workers) {

    /** Copies {@code services} and {@code workers}. */
    public Identity {
        services = Map.copyOf(services);
        workers = List.copyOf(workers);
    }

    static Identity from(Fields reply) {
        Map<String, Integer> services = new TreeMap<>();
        reply.fields("services").map().forEach((name, port) -> {
            if (port instanceof Number number) {
                services.put(name.toString(), number.intValue());
            }
        });
        List<WorkerInfo> workers = new ArrayList<>();
        Fields registered = reply.fields("workers");
        registered
                .map()
                .keySet()
                .forEach(address ->
                        workers.add(WorkerInfo.from(address.toString(), registered.fields(address.toString()))));
        return new Identity(reply.text("id"), reply.text("address"), services, reply.instant("started"), workers);
    }

    /** Returns the worker of that name, if it is registered. */
    public Optional<WorkerInfo> worker(String name) {
        return workers.stream().filter(worker -> worker.name().equals(name)).findFirst();
    }
}
