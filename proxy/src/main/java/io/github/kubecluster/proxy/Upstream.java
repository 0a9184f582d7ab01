package io.github.kubecluster.proxy;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;

/**
 * One server that requests are forwarded to.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 */
record Upstream(String scheme, String host, int port) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    static Upstream of(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean bare = address.getUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && (address.getRawPath() == null || Set.of("", "/").contains(address.getRawPath()));
        if (!SCHEMES.contains(scheme) || address.getHost() == null || !bare) {
            throw new IllegalArgumentException("Dashboard address \"" + address
                    + "\" is not the address of a server. Write a scheme, a host and a port, such as"
                    + " \"http://10.0.0.7:8787\".");
        }
        return new Upstream(scheme, address.getHost(), portOf(scheme, address.getPort()));
    }

    private static int portOf(String scheme, int port) {
        if (port >= 0) {
            return port;
        }
        return scheme.equals("https") ? 443 : 80;
    }

    /** Returns the value of a {@code Host} header for this server. */
    String authority() {
        return port == portOf(scheme, -1) ? host : host + ":" + port;
    }

    /** Returns the value of an {@code Origin} header of a page of this server. */
    String origin() {
        return scheme + "://" + authority();
    }

    URI uri() {
        return URI.create(origin());
    }

    Request newRequest(HttpClient client, Target target) {
        return client.newRequest(uri()).path(target.raw());
    }

    /** Says whether {@code authority}, as it stands in a URL of the given scheme, is this server. */
    boolean isAt(String urlScheme, String authority) {
        boolean withPort = authority.matches(".*:\\d+");
        String whole = withPort ? authority : authority + ":" + portOf(urlScheme.toLowerCase(Locale.ROOT), -1);
        return whole.equalsIgnoreCase(host + ":" + port);
    }
}
