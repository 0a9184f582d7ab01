package io.github.kubecluster.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Knows under which addresses the proxy may be reached.
 *
 * <p>These are loopback, the hosts that were allowed explicitly, and on a hub whatever host the hub has, provided that
 * jupyter-server-proxy says that it forwards from the path that belongs to this proxy.
 */
final class PublicAddresses {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final @Nullable String servicePrefix;
    private final Set<String> hosts;
    private final List<String> places;

    /**
     * @param servicePrefix path of the user's notebook server, with a slash at both ends; null if there is no hub
     * @param hosts allowed hosts besides loopback, in lower case, with a port or without
     * @param port the port of the proxy
     */
    PublicAddresses(@Nullable String servicePrefix, Set<String> hosts, int port) {
        this.servicePrefix = servicePrefix;
        this.hosts = hosts;
        this.places = List.of(String.valueOf(port), "127.0.0.1:" + port, "localhost:" + port);
    }

    /** Returns how the browser reached the proxy for this request, or null if it is no address of ours. */
    @Nullable
    PublicAddress of(Request request) {
        HttpFields headers = request.getHeaders();
        String host = headers.get(HttpHeader.HOST);
        if (host == null || host.isEmpty()) {
            return null;
        }
        String scheme = scheme(headers);
        String prefix = hubPrefix(headers, Target.of(request.getHttpURI()));
        if (prefix != null) {
            return new PublicAddress(scheme, host, prefix);
        }
        if (isKnown(host.toLowerCase(Locale.ROOT))) {
            return new PublicAddress(scheme, host, ownPrefix(headers));
        }
        return isForwardedWebSocket(headers) ? new PublicAddress(scheme, host, "") : null;
    }

    /** Removes the hub's path from a target that still has it, as it does below {@code proxy/absolute}. */
    Target stripped(Target target) {
        String prefix = absolutePrefix(target);
        return prefix == null ? target : target.after(prefix.length());
    }

    private @Nullable String hubPrefix(HttpFields headers, Target target) {
        if (servicePrefix == null) {
            return null;
        }
        String context = headers.get("X-Forwarded-Context");
        if (context == null) {
            return absolutePrefix(target);
        }
        String decoded = Target.decode(withoutSlash(context));
        return places.stream()
                .map(place -> servicePrefix + "proxy/" + place)
                .filter(own -> Target.decode(own).equals(decoded))
                .findFirst()
                .orElse(null);
    }

    /** Returns the beginning of the path that {@code proxy/absolute} left there, as the client wrote it. */
    private @Nullable String absolutePrefix(Target target) {
        if (servicePrefix == null) {
            return null;
        }
        for (String place : places) {
            String own = servicePrefix + "proxy/absolute/" + place;
            String head = head(target.path(), slashes(own));
            String decoded = Target.decode(head);
            // jupyter-server-proxy encodes the prefix, which is encoded already, once more.
            if (decoded.equals(Target.decode(own)) || decoded.equals(own)) {
                return head;
            }
        }
        return null;
    }

    /** Returns the path that jupyter-server-proxy forwards from when there is no hub that would tell it to us. */
    private String ownPrefix(HttpFields headers) {
        String context = headers.get("X-Forwarded-Context");
        boolean ours = context != null
                && new Target(context, null).isUnambiguous()
                && places.stream().anyMatch(place -> context.endsWith("/proxy/" + place));
        return ours ? String.valueOf(context) : "";
    }

    /**
     * jupyter-server-proxy does not tell the path of a WebSocket. That there is a proxy in front is told by a header
     * that the hub's proxy adds, and that a script in a browser cannot add to a WebSocket.
     */
    private boolean isForwardedWebSocket(HttpFields headers) {
        return servicePrefix != null && WebSocket.isAsked(headers) && headers.contains(HttpHeader.X_FORWARDED_FOR);
    }

    private boolean isKnown(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        return Stream.of(name, host).anyMatch(each -> LOOPBACK.contains(each) || hosts.contains(each));
    }

    private static String scheme(HttpFields headers) {
        String forwarded = headers.get(HttpHeader.X_FORWARDED_PROTO);
        String first = forwarded == null ? "" : forwarded.split(",", 2)[0].trim();
        return first.equals("https") || first.equals("wss") ? "https" : "http";
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static int slashes(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private static String head(String path, int segments) {
        int end = 0;
        for (int i = 0; i < segments && end >= 0; i++) {
            end = path.indexOf('/', end + 1);
        }
        return end < 0 ? path : path.substring(0, end);
    }
}
