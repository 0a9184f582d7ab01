package io.github.kubecluster.proxy;

import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Which header fields of a request reach the dashboard.
 *
 * <p>What proves who the user is does not, since Bokeh writes every field that it gets into its pages; nor does what the
 * client says about proxies in front, which anybody could have written.
 */
final class RequestHeaders {
    private static final Set<String> DROPPED = Set.of(
            "authorization",
            "cookie",
            "cookie2",
            "forwarded",
            "host",
            "http2-settings",
            "origin",
            "referer",
            "via",
            "x-proxycontextpath",
            "x-real-ip",
            "x-xsrftoken");
    private static final List<String> DROPPED_PREFIXES = List.of("proxy-", "x-forwarded-");

    private RequestHeaders() {}

    static HttpFields forwarded(HttpFields fields, Upstream upstream, PublicAddress address) {
        Set<String> hop = HopHeaders.of(fields);
        HttpFields.Mutable forwarded = HttpFields.build();
        forwarded.put(HttpHeader.HOST, upstream.authority());
        for (HttpField field : fields) {
            String name = field.getLowerCaseName();
            if (!hop.contains(name)
                    && !DROPPED.contains(name)
                    && DROPPED_PREFIXES.stream().noneMatch(name::startsWith)) {
                forwarded.add(field);
            }
        }
        if (fields.contains(HttpHeader.ORIGIN)) {
            forwarded.put(HttpHeader.ORIGIN, upstream.origin());
        }
        forwarded.put(HttpHeader.X_FORWARDED_HOST, address.authority());
        forwarded.put(HttpHeader.X_FORWARDED_PROTO, address.scheme());
        if (!address.prefix().isEmpty()) {
            forwarded.put("X-Forwarded-Prefix", address.prefix());
        }
        return forwarded;
    }
}
