package io.github.kubecluster.dask;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Dask scheduler listens, such as {@code tcp://10.0.0.7:8786} or {@code tls://scheduler:8786}.
 *
 * @param scheme {@code tcp}, or {@code tls} for a scheduler that asks for certificates
 * @param host a name or an address; an IPv6 address stands without brackets
 * @param port 1 to 65535; schedulers listen on 8786 unless told otherwise
 */
public record SchedulerAddress(String scheme, String host, int port) {
    private static final Pattern TEXT = Pattern.compile(
            "(?<scheme>tcp|tls)://(?:\\[(?<v6>[^\\]]+)\\]|(?<host>[^:/\\[\\]\\s]+)):(?<port>\\d{1,5})/?");

    /** @throws IllegalArgumentException if the scheme is unknown, the host blank or the port out of range */
    public SchedulerAddress {
        if (!scheme.equals("tcp") && !scheme.equals("tls")) {
            throw new IllegalArgumentException(
                    "Scheduler address: \"" + scheme + "\" is not a scheme. Use \"tcp\" or \"tls\".");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("Scheduler address: the host is blank. Name one.");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "Scheduler address: " + port + " is not a port. Use 1 to 65535; the usual one is 8786.");
        }
    }

    /**
     * Reads an address in Dask's notation.
     *
     * @throws IllegalArgumentException if {@code text} is not {@code tcp://HOST:PORT} or {@code tls://HOST:PORT}
     */
    public static SchedulerAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Scheduler address \"" + text
                    + "\" cannot be read. Write it as \"tcp://HOST:8786\" or \"tls://HOST:8786\".");
        }
        String host = matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6");
        return new SchedulerAddress(matcher.group("scheme"), host, Integer.parseInt(matcher.group("port")));
    }

    /** Tells whether connections to this address are encrypted and both ends show a certificate. */
    public boolean encrypted() {
        return scheme.equals("tls");
    }

    /** Returns this address in Dask's notation. */
    @Override
    public String toString() {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
