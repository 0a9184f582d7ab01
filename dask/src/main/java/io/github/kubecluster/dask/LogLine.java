package io.github.kubecluster.dask;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a scheduler's log.
 *
 * @param time when it was written, by the scheduler's clock
 * @param level {@code DEBUG}, {@code INFO}, {@code WARNING}, {@code ERROR} or {@code CRITICAL}
 * @param text the line as Dask formats it; with a traceback it has several lines
 */
public record LogLine(Instant time, String level, String text) {
    static LogLine from(@Nullable Object line) {
        List<?> parts = line instanceof List<?> list && list.size() == 3 ? list : Arrays.asList(null, "", line);
        return new LogLine(Fields.instant(parts.get(0)), String.valueOf(parts.get(1)), String.valueOf(parts.get(2)));
    }
}
