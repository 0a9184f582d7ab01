package io.github.kubecluster.dask;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scheduler answered to a request; read it as what it must be. */
record Reply(String asked, @Nullable Object value) {
    Fields fields() {
        if (value instanceof Map<?, ?> map) {
            return new Fields(map);
        }
        throw unexpected();
    }

    List<?> list() {
        if (value instanceof List<?> list) {
            return list;
        }
        throw unexpected();
    }

    long number() {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw unexpected();
    }

    /** Tells whether it is a map whose status says that all went well. */
    boolean isOk() {
        return value instanceof Map<?, ?> map && "OK".equals(map.get("status"));
    }

    /** Throws what the scheduler reports instead of an answer. */
    Reply checked() {
        if (value instanceof Map<?, ?> map && map.containsKey("exception_text")) {
            Fields error = new Fields(map);
            throw new DaskException(
                    asked + " failed: " + error.text("exception_text") + ".", error.text("traceback_text"), null);
        }
        return this;
    }

    private DaskException unexpected() {
        // Dask answers nothing to an operation that it does not know.
        return new DaskException(
                value == null
                        ? asked + " is not known there. Use a scheduler of a supported version."
                        : asked + " was answered with something that cannot be understood: " + value + ".");
    }
}
