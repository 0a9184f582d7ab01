package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The way to an API server whose address and credentials are given. */
record ServerWay(KubernetesServer server) implements KubernetesWay {
    @Override
    public String name() {
        return "at \"" + server.url() + "\"";
    }

    @Override
    public Config config() {
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        config.setOauthToken(server.token());
        if (server.tokenFile() != null) {
            Path file = readable("token", server.tokenFile());
            config.setOauthTokenProvider(() -> read(file));
        }
        if (server.authority() != null) {
            config.setCaCertFile(
                    readable("certificate authority", server.authority()).toString());
        }
        if (server.certificate() != null && server.key() != null) {
            config.setClientCertFile(
                    readable("certificate", server.certificate()).toString());
            config.setClientKeyFile(readable("key", server.key()).toString());
        }
        return config;
    }

    private static Path readable(String what, @Nullable Path file) {
        if (file == null || !Files.isReadable(file)) {
            throw new NoWayException("the file of the " + what + ", \"" + file + "\", cannot be read");
        }
        return file;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the token of Kubernetes in \"" + file + "\".", e);
        }
    }
}
