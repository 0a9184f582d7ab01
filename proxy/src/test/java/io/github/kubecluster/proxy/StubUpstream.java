package io.github.kubecluster.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that records the bytes of every request head and answers as a test says. */
final class StubUpstream implements AutoCloseable {
    /** Answers one request. */
    @FunctionalInterface
    interface Script {
        void answer(Exchange exchange) throws Exception;
    }

    /** One request and the connection it came on. */
    record Exchange(String head, Socket socket, InputStream in) {
        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Closes the connection so that the other side gets a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        String header(String name) {
            return headers(head, name).stream().findFirst().orElse("");
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private StubUpstream(ServerSocket listener, Script script) {
        this.script = script;
        this.listener = listener;
        start("stub-upstream", this::accept);
    }

    /** Answers every request with the same bytes; line ends are written {@code \n} for short in the head. */
    static StubUpstream answering(String head, String body) {
        return scripted(exchange -> exchange.send(head.replace("\n", "\r\n") + "\r\n\r\n" + body));
    }

    static StubUpstream ok() {
        return answering("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 2", "ok");
    }

    static StubUpstream redirecting(String status, String location) {
        return answering("HTTP/1.1 " + status + "\nLocation: " + location + "\nContent-Length: 0", "");
    }

    static StubUpstream scripted(Script script) {
        return on(InetAddress.getLoopbackAddress(), 0, script);
    }

    static StubUpstream on(InetAddress address, int port, Script script) {
        try {
            return on(new ServerSocket(port, 50, address), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StubUpstream on(ServerSocket listener, Script script) {
        return new StubUpstream(listener, script);
    }

    int port() {
        return listener.getLocalPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    String authority() {
        return "127.0.0.1:" + port();
    }

    /** Returns the heads of all requests so far, byte for byte. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    String onlyHead() {
        if (heads.size() != 1) {
            throw new AssertionError("One request was expected at the upstream, not " + heads);
        }
        return heads.get(0);
    }

    static List<String> headers(String head, String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).trim())
                .toList();
    }

    /** Returns how many connections there have been. */
    int connections() {
        return connections.get();
    }

    /** Returns how many connections there are now. */
    int openConnections() {
        return open.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                open.add(socket);
                start("stub-upstream-connection", () -> serve(socket));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
                heads.add(head);
                script.answer(new Exchange(head, socket, in));
            }
        } catch (Exception e) {
            // The proxy or the test has closed the connection; the test sees it on its own side.
        } finally {
            open.remove(socket);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
