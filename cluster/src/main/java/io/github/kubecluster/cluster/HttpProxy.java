package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.Config;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy that the environment names, as curl, Go and kubectl read it: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and
 * {@code NO_PROXY}, in capitals or not. {@code NO_PROXY} lists hosts, domains with all below them, and networks.
 */
final class HttpProxy {
    private HttpProxy() {}

    /** Has {@code config} use the proxy, unless its host is exempt; without any in the environment, its own stays. */
    static void apply(Config config, Map<String, String> environment) {
        URI server = URI.create(config.getMasterUrl());
        if (isExempt(server.getHost(), variable("NO_PROXY", environment))) {
            config.setHttpsProxy(null);
            config.setHttpProxy(null);
        } else {
            set(variable("HTTPS_PROXY", environment), config::setHttpsProxy);
            set(variable("HTTP_PROXY", environment), config::setHttpProxy);
        }
        config.setNoProxy(new String[0]);
    }

    private static void set(String proxy, Consumer<String> setter) {
        if (!proxy.isBlank()) {
            setter.accept(proxy.contains("://") ? proxy : "http://" + proxy);
        }
    }

    private static String variable(String name, Map<String, String> environment) {
        return environment.getOrDefault(name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
    }

    static boolean isExempt(@Nullable String host, String noProxy) {
        String plain = host == null ? "" : host.replaceAll("[\\[\\]]", "");
        return Stream.of(noProxy.split("[\\s,]+"))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*")
                        || (entry.contains("/") ? isInNetwork(plain, entry) : isInDomain(plain, entry)));
    }

    private static boolean isInDomain(String host, String entry) {
        String domain = entry.replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals(domain) || name.endsWith("." + domain);
    }

    private static boolean isInNetwork(String host, String network) {
        if (!host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return false;
        }
        try {
            byte[] address = InetAddress.getByName(host).getAddress();
            String[] parts = network.split("/", 2);
            byte[] prefix = InetAddress.getByName(parts[0]).getAddress();
            int bits = Integer.parseInt(parts[1]);
            return address.length == prefix.length && sameBits(address, prefix, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean sameBits(byte[] one, byte[] other, int bits) {
        for (int i = 0; i < Math.min(bits, one.length * 8); i++) {
            int mask = 0x80 >> (i % 8);
            if ((one[i / 8] & mask) != (other[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
