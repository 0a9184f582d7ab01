package io.github.kubecluster.proxy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One server that requests are forwarded to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param socket the Unix socket to connect to instead of host and port, or null
 */
record Upstream(
        String scheme, String host, int port, @Nullable Path socket) {
    private static final String UNIX = "http+unix";

    /**
     * Reads a scheme, a host and a port, such as {@code http://10.0.0.7:8787}, or a Unix socket with its path encoded,
     * such as {@code http+unix://%2Frun%2Fdask.sock}.
     */
    static Upstream of(URI address) {
        String scheme = lowerCase(address.getScheme());
        boolean bare = address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && address.getRawAuthority() != null
                && Set.of("", "/").contains(address.getRawPath());
        if (bare && scheme.equals(UNIX)) {
            return new Upstream("http", "localhost", 80, Path.of(Target.decode(address.getRawAuthority())));
        }
        if (bare && Set.of("http", "https").contains(scheme) && address.getHost() != null) {
            int port = address.getPort() >= 0 ? address.getPort() : defaultPort(scheme);
            return new Upstream(scheme, address.getHost(), port, null);
        }
        throw new IllegalArgumentException(
                "Dashboard address \"" + address + "\" is not the address of a server. Write a scheme, a host and a"
                        + " port, such as \"http://10.0.0.7:8787\".");
    }

    /** Returns the address that {@link #of} reads. */
    URI address() {
        return URI.create(
                socket == null ? origin() : UNIX + "://" + socket.toString().replace("/", "%2F"));
    }

    /** Returns the value of a {@code Host} header for this server. */
    String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /** Returns the value of an {@code Origin} header of a page of this server. */
    String origin() {
        return scheme + "://" + authority();
    }

    Request newRequest(HttpClient client, Target target) {
        Request request = client.newRequest(URI.create(origin())).path(target.raw());
        return socket == null ? request : request.transport(new Transport.TCPUnix(socket));
    }

    /** Says whether {@code authority}, as it stands in a URL of the given scheme, is this server. */
    boolean isAt(String urlScheme, String authority) {
        boolean withPort = authority.matches(".*:\\d+");
        String whole = withPort ? authority : authority + ":" + defaultPort(lowerCase(urlScheme));
        return whole.equalsIgnoreCase(host + ":" + port);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String lowerCase(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
