package io.github.kubecluster.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {
    static final int PATIENCE_MILLIS = 60_000;

    final int port;
    final Socket socket;
    final InputStream in;
    private final OutputStream out;

    private RawClient(int port) throws IOException {
        this.port = port;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static RawClient to(int port) throws IOException {
        return new RawClient(port);
    }

    static RawClient to(DashboardProxy proxy) throws IOException {
        return new RawClient(proxy.port());
    }

    /** Asks for {@code target} on a connection of its own, as a browser on this machine would. */
    static Answer get(DashboardProxy proxy, String target, String... headers) {
        return ask(proxy, "GET " + target, headers);
    }

    static Answer ask(DashboardProxy proxy, String methodAndTarget, String... headers) {
        try (RawClient client = to(proxy)) {
            return Answer.read(client.request(methodAndTarget, headers).in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks as jupyter-server-proxy does below a hub. */
    static Answer getViaHub(DashboardProxy proxy, String target, String... headers) {
        return get(proxy, target, viaHub(proxy, headers));
    }

    static String[] viaHub(DashboardProxy proxy, String... headers) {
        String[] all = new String[headers.length + 3];
        all[0] = "Host: hub.example";
        all[1] = "X-Forwarded-Context: /user/alice/proxy/" + proxy.port();
        all[2] = "X-Forwarded-Proto: https";
        System.arraycopy(headers, 0, all, 3, headers.length);
        return all;
    }

    /** Sends a request head; the Host header is the proxy's own unless one is given. */
    RawClient request(String methodAndTarget, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(methodAndTarget + " HTTP/1.1\r\n");
        if (headers.length == 0 || !headers[0].startsWith("Host:")) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head + "\r\n");
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    Answer answer() throws IOException {
        return Answer.read(in);
    }

    Answer answerHead() throws IOException {
        return Answer.readHead(in);
    }

    /** Says whether the other side has ended the connection, orderly or not; waits for it to do something. */
    boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
