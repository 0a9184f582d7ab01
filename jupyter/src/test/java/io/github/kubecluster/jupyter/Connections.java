package io.github.kubecluster.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Connections for tests. */
final class Connections {
    private Connections() {}

    /** A connection to free ports of the loopback interface. */
    static ConnectionFile loopback() {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Channel channel : Channel.values()) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.put(channel, socket.getLocalPort());
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConnectionFile("tcp", "127.0.0.1", ports, SigningKey.random(), ConnectionFile.HMAC_SHA256, "java");
    }
}
