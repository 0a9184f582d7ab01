package io.github.kubecluster.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * Which header fields of the dashboard's answer reach the browser.
 *
 * <p>The dashboard shares its site with the user's notebook server: it must set no cookie and no policy there, open
 * itself to no other site, and ask for no password.
 */
final class ResponseHeaders {
    private static final Set<String> DROPPED = Set.of(
            "alt-svc",
            "clear-site-data",
            "nel",
            "public-key-pins",
            "refresh",
            "report-to",
            "reporting-endpoints",
            "server",
            "service-worker-allowed",
            "set-cookie",
            "set-cookie2",
            "strict-transport-security",
            "timing-allow-origin",
            "via",
            "www-authenticate",
            "x-powered-by");
    private static final List<String> DROPPED_PREFIXES = List.of("access-control-", "proxy-");

    private ResponseHeaders() {}

    /** Copies into {@code answer} what the browser may see of {@code fields}, in place of fields of the same name. */
    static void copy(HttpFields fields, HttpFields.Mutable answer) {
        Set<String> hop = HopHeaders.of(fields);
        Set<String> seen = new HashSet<>();
        for (HttpField field : fields) {
            String name = field.getLowerCaseName();
            if (hop.contains(name)
                    || DROPPED.contains(name)
                    || DROPPED_PREFIXES.stream().anyMatch(name::startsWith)) {
                continue;
            }
            if (seen.add(name)) {
                answer.put(field);
            } else {
                answer.add(field);
            }
        }
        answer.put("X-Content-Type-Options", "nosniff");
        answer.put("Referrer-Policy", "same-origin");
    }
}
