package io.github.kubecluster.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Only pages of the dashboard's own site, as the browser sees it, may load from it or open a WebSocket.
 *
 * <p>Origins are compared by scheme, host and port, never by pattern. Navigation is allowed from everywhere: a link to
 * the dashboard may stand on any page, and a frame shows it without being able to read it.
 *
 * @param hosts further hosts, with a port or without, whose pages may use the dashboard
 */
record OriginRule(Set<String> hosts) implements Rule {
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\\\\\s]+)");

    @Override
    public @Nullable Refusal check(Request request) {
        HttpFields headers = request.getHeaders();
        List<String> origins = headers.getValuesList(HttpHeader.ORIGIN);
        String host = String.valueOf(headers.get(HttpHeader.HOST));
        boolean own = origins.size() <= 1 && origins.stream().allMatch(origin -> isOwn(origin, host));
        return own && !isForeignLoad(headers) ? null : Refusal.FOREIGN_ORIGIN;
    }

    private boolean isOwn(String origin, String host) {
        Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group(1).equals("https") ? ":443" : ":80";
        String page = withPort(parts.group(2), port);
        return page.equals(withPort(host.toLowerCase(Locale.ROOT), port))
                || hosts.stream().anyMatch(each -> page.equals(withPort(each, port)));
    }

    private static String withPort(String authority, String defaultPort) {
        return authority.matches(".*:\\d+") ? authority : authority + defaultPort;
    }

    private static boolean isForeignLoad(HttpFields headers) {
        return headers.contains("Sec-Fetch-Site", "cross-site") && !headers.contains("Sec-Fetch-Mode", "navigate");
    }
}
