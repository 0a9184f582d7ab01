package io.github.kubecluster.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Which part of a pod's log is wanted.
 *
 * @param lines how many lines at most, the last ones
 * @param since how far back at most; local processes note no times and cannot tell
 */
public record LogQuery(int lines, Optional<Duration> since) {
    /** @throws IllegalArgumentException if {@code lines} is negative */
    public LogQuery {
        if (lines < 0) {
            throw new IllegalArgumentException("A log has no " + lines + " lines. Ask for none or more.");
        }
    }

    /** Returns the query for the last {@code lines} lines. */
    public static LogQuery last(int lines) {
        return new LogQuery(lines, Optional.empty());
    }
}
