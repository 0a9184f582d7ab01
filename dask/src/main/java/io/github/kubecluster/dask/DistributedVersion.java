package io.github.kubecluster.dask;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of distributed, Dask's package of scheduler and workers. */
record DistributedVersion(int year, int month, int patch) implements Comparable<DistributedVersion> {
    private static final Pattern TEXT = Pattern.compile("(\\d{4})\\.(\\d{1,2})\\.(\\d{1,4})(?!\\d).*");
    private static final Comparator<DistributedVersion> ORDER = Comparator.comparingInt(DistributedVersion::year)
            .thenComparingInt(DistributedVersion::month)
            .thenComparingInt(DistributedVersion::patch);

    /** Reads such as {@code 2026.8.0} or {@code 2025.3.1.dev4+gabc}; empty if it is none. */
    static Optional<DistributedVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new DistributedVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(DistributedVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return year + "." + month + "." + patch;
    }
}
