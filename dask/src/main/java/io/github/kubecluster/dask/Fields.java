package io.github.kubecluster.dask;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A map that came from the scheduler, read tolerantly: what is absent or of another type is empty or zero. */
record Fields(Map<?, ?> map) {
    @Nullable
    Object get(String name) {
        return map.get(name);
    }

    String text(String name) {
        return Objects.toString(map.get(name), "");
    }

    long number(String name) {
        return map.get(name) instanceof Number number ? number.longValue() : 0;
    }

    Fields fields(String name) {
        return new Fields(map.get(name) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    /** A time in seconds since 1970. */
    Instant instant(String name) {
        return instant(map.get(name));
    }

    static Instant instant(@Nullable Object seconds) {
        double micros = seconds instanceof Number number ? number.doubleValue() * 1_000_000 : 0;
        return Instant.EPOCH.plus(Math.round(micros), ChronoUnit.MICROS);
    }
}
