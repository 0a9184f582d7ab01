package io.github.kubecluster.dask;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Makes Python's dates and times of Java's. */
final class Moments {
    private static final int NANOS_OF_MICRO = 1_000;

    private Moments() {}

    /**
     * Returns the call that makes {@code value} in Python, or null if it is neither date nor time.
     *
     * @throws IllegalArgumentException if Python has no such year, or not that precision
     */
    static @Nullable PythonValue python(Object value) {
        if (value instanceof LocalDate date) {
            return made("date", year(date), date.getMonthValue(), date.getDayOfMonth());
        } else if (value instanceof LocalTime time) {
            return made("time", time.getHour(), time.getMinute(), time.getSecond(), micros(time.getNano(), time));
        } else if (value instanceof LocalDateTime time) {
            return moment(time, null);
        } else if (value instanceof Instant instant) {
            return python(instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof ZonedDateTime time) {
            return python(time.toOffsetDateTime());
        } else if (value instanceof OffsetDateTime time) {
            int seconds = time.getOffset().getTotalSeconds();
            return moment(time.toLocalDateTime(), made("timezone", made("timedelta", 0, seconds)));
        } else if (value instanceof Duration duration) {
            long days = Math.floorDiv(duration.getSeconds(), 86_400L);
            return made("timedelta", days, duration.getSeconds() - days * 86_400, micros(duration.getNano(), duration));
        }
        return null;
    }

    private static PythonValue moment(LocalDateTime time, @Nullable PythonValue zone) {
        return made(
                "datetime",
                year(time.toLocalDate()),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                micros(time.getNano(), time),
                zone);
    }

    private static int year(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new IllegalArgumentException(
                    "Date " + date + " cannot be sent: Python's years are 1 to 9999. Send it as text.");
        }
        return date.getYear();
    }

    private static int micros(int nanos, Object value) {
        if (nanos % NANOS_OF_MICRO != 0) {
            throw new IllegalArgumentException("Time " + value + " cannot be sent: Python's times have microseconds."
                    + " Truncate it, as with truncatedTo(ChronoUnit.MICROS).");
        }
        return nanos / NANOS_OF_MICRO;
    }

    private static PythonValue made(String type, @Nullable Object... arguments) {
        return PythonValue.call(PythonValue.global("datetime", type), arguments);
    }
}
