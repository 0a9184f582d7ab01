package io.github.kubecluster.cluster;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a size of memory in Dask's units ({@code 6GB}, {@code 6GiB}) or in those of Kubernetes ({@code 6G}, {@code 6Gi}). */
final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][0-9]+)?)\\s*([a-zA-Z]*)");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("", power(10, 0)),
            Map.entry("k", power(10, 3)),
            Map.entry("m", power(10, 6)),
            Map.entry("g", power(10, 9)),
            Map.entry("t", power(10, 12)),
            Map.entry("p", power(10, 15)),
            Map.entry("ki", power(2, 10)),
            Map.entry("mi", power(2, 20)),
            Map.entry("gi", power(2, 30)),
            Map.entry("ti", power(2, 40)),
            Map.entry("pi", power(2, 50)));

    private MemorySize() {}

    /**
     * Returns the number of bytes; {@code dask.utils.parse_bytes} has the same units, in any case.
     *
     * @throws IllegalArgumentException if {@code text} is no size
     */
    static BigDecimal bytes(String text) {
        Matcher size = SIZE.matcher(text.strip());
        BigDecimal unit = size.matches()
                ? UNITS.get(size.group(2).toLowerCase(Locale.ROOT).replaceFirst("b$", ""))
                : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "Memory \"" + text + "\" cannot be read. Write a number and a unit, such as \"64GB\" or \"64Gi\".");
        }
        return new BigDecimal(size.group(1)).multiply(unit);
    }

    /** Returns the number of bytes of a {@code --memory-limit}; empty for {@code auto}, {@code 0} and fractions. */
    static Optional<BigDecimal> fixed(String option) {
        try {
            return Optional.of(bytes(option)).filter(bytes -> bytes.compareTo(BigDecimal.ONE) > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static BigDecimal power(int base, int exponent) {
        return BigDecimal.valueOf(base).pow(exponent);
    }
}
