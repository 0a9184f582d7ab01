package io.github.kubecluster.dask;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports at which nobody listens, out of those that no system gives to who asks for any: they stay free. */
final class FreePort {
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 29_999; // Kubernetes' node ports begin behind it, Linux's own at 32768
    private static final int LIMIT_MILLIS = 10_000;

    private FreePort() {}

    static int find() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException e) {
                // It is taken; another one is tried.
            }
        }
    }

    /** Returns how the JDK says that nobody listens: "Connection refused", and on Java 21 a little more if there is a limit. */
    static String refusal() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), find()), LIMIT_MILLIS);
            throw new AssertionError("somebody listens at " + socket.getRemoteSocketAddress());
        } catch (ConnectException e) {
            return e.getMessage();
        }
    }
}
