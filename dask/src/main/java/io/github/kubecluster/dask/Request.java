package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the scheduler, or of a worker.
 *
 * @param op the name of the operation
 * @param limit how long the answer may take; null for the connection's own limit
 * @param alone whether the call may take so long that it gets a connection of its own
 * @param worker the worker that is called; null for the scheduler
 * @param isConfirmed whether the one who is called waits for a confirmation that its answer has arrived
 */
record Request(
        String op,
        Map<String, @Nullable Object> arguments,
        @Nullable Duration limit,
        boolean alone,
        @Nullable SchedulerAddress worker,
        boolean isConfirmed) {
    static Request of(String op) {
        return new Request(op, Map.of(), null, false, null, false);
    }

    Request with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(arguments);
        more.put(name, value);
        return new Request(op, more, limit, alone, worker, isConfirmed);
    }

    Request within(Duration longest) {
        return new Request(op, arguments, longest, alone, worker, isConfirmed);
    }

    Request onItsOwn() {
        return new Request(op, arguments, limit, true, worker, isConfirmed);
    }

    Request to(SchedulerAddress other) {
        return new Request(op, arguments, limit, alone, other, isConfirmed);
    }

    Request confirmed() {
        return new Request(op, arguments, limit, alone, worker, true);
    }

    Map<String, @Nullable Object> message() {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("op", op);
        message.putAll(arguments);
        message.put("reply", true);
        return message;
    }
}
