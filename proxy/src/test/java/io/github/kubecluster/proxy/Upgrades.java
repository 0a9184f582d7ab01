package io.github.kubecluster.proxy;

import java.io.IOException;

/** WebSocket handshakes with the key and answer of RFC 6455, section 1.3. */
final class Upgrades {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private Upgrades() {}

    /** The header fields of a browser's handshake, after those that are given. */
    static String[] headers(String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 4);
        all[more.length] = "Connection: keep-alive, Upgrade";
        all[more.length + 1] = "Upgrade: websocket";
        all[more.length + 2] = "Sec-WebSocket-Version: 13";
        all[more.length + 3] = "Sec-WebSocket-Key: " + KEY;
        return all;
    }

    static RawClient open(DashboardProxy proxy, String... more) throws IOException {
        RawClient client = RawClient.to(proxy);
        Answer answer = client.request("GET /status/ws", headers(more)).answerHead();
        if (answer.status() != 101) {
            throw new IOException("The upgrade was answered with " + answer.lines());
        }
        return client;
    }

    /** The upstream's 101, with further header lines. */
    static String accepted(String... more) {
        String lines = more.length == 0 ? "" : String.join("\r\n", more) + "\r\n";
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + ACCEPT + "\r\n" + lines + "\r\n";
    }
}
