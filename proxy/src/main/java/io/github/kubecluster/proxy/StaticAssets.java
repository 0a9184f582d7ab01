package io.github.kubecluster.proxy;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;

/**
 * Makes Bokeh's scripts load fast: several megabytes for the first page, sent uncompressed and asked for again by every
 * page, although their URLs hold a hash of what is in them.
 */
final class StaticAssets {
    private static final Pattern HASHED = Pattern.compile("(?:.*&)?v=[0-9A-Fa-f]{8,}(?:&.*)?");

    private StaticAssets() {}

    /** Returns a response that compresses what it is given, where request and answer allow it. */
    static Response compressed(RoutedRequest request, Response response) {
        boolean gzip = isHashed(request)
                && request.getHeaders()
                        .getQualityCSV(HttpHeader.ACCEPT_ENCODING)
                        .contains("gzip")
                && !request.getHeaders().contains(HttpHeader.RANGE);
        return gzip ? new GzipResponse(request, response) : response;
    }

    /** Lets the browser keep an asset for good. */
    static void cache(RoutedRequest request, Response response) {
        if (isHashed(request) && response.getStatus() == HttpStatus.OK_200) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
        }
    }

    private static boolean isHashed(RoutedRequest request) {
        Target target = request.route().target();
        String query = target.query();
        return target.path().startsWith("/static/")
                && query != null
                && HASHED.matcher(query).matches();
    }
}
