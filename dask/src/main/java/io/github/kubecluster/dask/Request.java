package io.github.kubecluster.dask;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the scheduler.
 *
 * @param op the name of the operation
 * @param limit how long the answer may take; null for the connection's own limit
 * @param alone whether the call may take so long that it gets a connection of its own
 */
record Request(
        String op,
        Map<String, @Nullable Object> arguments,
        @Nullable Duration limit,
        boolean alone) {
    static Request of(String op) {
        return new Request(op, Map.of(), null, false);
    }

    Request with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(arguments);
        more.put(name, value);
        return new Request(op, more, limit, alone);
    }

    Request within(Duration longest) {
        return new Request(op, arguments, longest, alone);
    }

    Request onItsOwn() {
        return new Request(op, arguments, limit, true);
    }

    Map<String, @Nullable Object> message() {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("op", op);
        message.putAll(arguments);
        message.put("reply", true);
        return message;
    }
}
