package io.github.kubecluster.jupyter;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Connections for tests. */
final class Connections {
    private Connections() {}

    /** A connection on the loopback interface, for which the kernel chooses the ports. */
    static ConnectionFile loopback() {
        Map<Channel, Integer> ports =
                Arrays.stream(Channel.values()).collect(Collectors.toMap(Function.identity(), channel -> 0));
        return new ConnectionFile("tcp", "127.0.0.1", ports, SigningKey.random(), ConnectionFile.HMAC_SHA256, "java");
    }
}
