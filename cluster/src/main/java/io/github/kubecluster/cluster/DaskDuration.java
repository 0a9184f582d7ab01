package io.github.kubecluster.cluster;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a time as Dask writes it: seconds, or a number and a unit such as {@code 10 minutes} ({@code parse_timedelta}). */
final class DaskDuration {
    private static final Pattern TIME = Pattern.compile("([0-9]*\\.?[0-9]+)\\s*([a-zA-Z]*)");
    private static final Map<String, String> SECONDS = Map.of(
            "", "1", "ms", "0.001", "s", "1", "second", "1", "m", "60", "minute", "60", "h", "3600", "hour", "3600",
            "d", "86400", "day", "86400");

    private DaskDuration() {}

    /** Returns the time; empty if {@code text} is none. */
    static Optional<Duration> parse(String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            return Optional.empty();
        }
        String unit = time.group(2).toLowerCase(Locale.ROOT);
        String seconds = SECONDS.getOrDefault(unit, SECONDS.get(unit.replaceFirst("s$", "")));
        return Optional.ofNullable(seconds)
                .map(each -> new BigDecimal(time.group(1)).multiply(new BigDecimal(each)))
                .map(total -> Duration.ofMillis(total.movePointRight(3).longValue()));
    }
}
