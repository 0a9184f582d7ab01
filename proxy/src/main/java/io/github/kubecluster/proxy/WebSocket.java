package io.github.kubecluster.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** What both sides of a WebSocket handshake must say (RFC 6455, section 4). */
final class WebSocket {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private WebSocket() {}

    /** Says whether these are the headers of a request that wants to become a WebSocket. */
    static boolean isAsked(HttpFields headers) {
        return headers.contains(HttpHeader.UPGRADE, "websocket");
    }

    static boolean isHandshake(Request request) {
        HttpFields headers = request.getHeaders();
        return request.getMethod().equals("GET")
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && headers.contains(HttpHeader.CONNECTION, "upgrade")
                && request.getLength() <= 0
                && !headers.contains(HttpHeader.TRANSFER_ENCODING)
                && isKey(headers.getValuesList(HttpHeader.SEC_WEBSOCKET_KEY.asString()));
    }

    /** Says whether these headers, in an answer with status 101, accept the handshake with the given key. */
    static boolean isAccepted(String key, HttpFields answer) {
        return answer.contains(HttpHeader.UPGRADE, "websocket")
                && answer.contains(HttpHeader.CONNECTION, "upgrade")
                && accept(key).equals(answer.get(HttpHeader.SEC_WEBSOCKET_ACCEPT));
    }

    private static boolean isKey(List<String> keys) {
        try {
            return keys.size() == 1 && Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1.", e);
        }
    }
}
