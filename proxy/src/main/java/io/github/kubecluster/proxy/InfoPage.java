package io.github.kubecluster.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Leads Dask's info pages to their style sheet and script.
 *
 * <p>They ask for these one directory too far up ({@code rel_path_statics} in {@code distributed/http/scheduler/info.py}).
 * At the root of a site a browser stops there; below a hub's path it leaves the dashboard, and finds nothing. The
 * correction is as long as what it replaces, so that the length of the page stays true.
 */
final class InfoPage extends Response.Wrapper {
    private static final Pattern TOO_FAR = Pattern.compile("=\"\\.\\./\\.\\./\\.\\./statics/");
    private static final String CORRECT = "=   \"../../statics/";

    private boolean begun;

    private InfoPage(Request request, Response response) {
        super(request, response);
    }

    static Response corrected(RoutedRequest request, Response response) {
        return request.route().target().path().startsWith("/info/") ? new InfoPage(request, response) : response;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        boolean head = !begun && BufferUtil.hasContent(content) && isPage();
        begun = begun || BufferUtil.hasContent(content);
        super.write(last, head ? corrected(content) : content, callback);
    }

    private boolean isPage() {
        return getHeaders().contains(HttpHeader.CONTENT_TYPE)
                && getHeaders().get(HttpHeader.CONTENT_TYPE).startsWith("text/html")
                && !getHeaders().contains(HttpHeader.CONTENT_ENCODING);
    }

    /** Corrects the first piece of the page, which holds its head; the encoding changes no byte of the rest. */
    private static ByteBuffer corrected(ByteBuffer content) {
        String text = new String(BufferUtil.toArray(content), StandardCharsets.ISO_8859_1);
        String corrected = TOO_FAR.matcher(text).replaceAll(CORRECT);
        return ByteBuffer.wrap(corrected.getBytes(StandardCharsets.ISO_8859_1));
    }
}
