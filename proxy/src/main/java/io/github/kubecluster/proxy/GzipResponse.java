package io.github.kubecluster.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Compresses a successful answer that is not compressed yet, chunk by chunk as it passes. */
final class GzipResponse extends Response.Wrapper {
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private @Nullable GZIPOutputStream gzip;
    private boolean begun;

    GzipResponse(Request request, Response response) {
        super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        if (!begun) {
            begun = true;
            begin();
        }
        if (gzip == null) {
            super.write(last, content, callback);
            return;
        }
        try {
            gzip.write(BufferUtil.toArray(content));
            if (last) {
                gzip.close();
            }
        } catch (IOException e) {
            callback.failed(e);
            return;
        }
        ByteBuffer ready = ByteBuffer.wrap(compressed.toByteArray());
        compressed.reset();
        super.write(last, ready, callback);
    }

    private void begin() {
        HttpFields.Mutable headers = getHeaders();
        headers.ensureField(new org.eclipse.jetty.http.PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding"));
        boolean plain = getStatus() == HttpStatus.OK_200
                && !headers.contains(HttpHeader.CONTENT_ENCODING)
                && !HttpMethod.HEAD.is(getRequest().getMethod());
        if (!plain) {
            return;
        }
        try {
            gzip = new GZIPOutputStream(compressed);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot compress into memory.", e);
        }
        headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        headers.remove(HttpHeader.CONTENT_LENGTH);
        headers.remove(HttpHeader.ACCEPT_RANGES);
        String tag = headers.get(HttpHeader.ETAG);
        if (tag != null && !tag.startsWith("W/")) {
            headers.put(HttpHeader.ETAG, "W/" + tag);
        }
    }
}
