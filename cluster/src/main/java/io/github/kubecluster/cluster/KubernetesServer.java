package io.github.kubecluster.cluster;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes that no kubeconfig names: where its API server listens, and what to show there.
 *
 * @param url such as {@code https://10.0.0.1:6443}
 * @param token what to show; null for none. Its text is in no message and no output
 * @param tokenFile a file that holds it, read again as it is renewed; null for none
 * @param authority a file with the certificates of who vouches for the server; null for those that this JVM knows
 * @param certificate a file with the certificate to show; null for none
 * @param key a file with the key of that certificate; null for none
 */
public record KubernetesServer(
        String url,
        @Nullable String token,
        @Nullable Path tokenFile,
        @Nullable Path authority,
        @Nullable Path certificate,
        @Nullable Path key) {
    /** @throws IllegalArgumentException if the address is none, or what is to be shown does not fit together */
    public KubernetesServer {
        if (!isAddress(url)) {
            throw new IllegalArgumentException(
                    "\"" + url + "\" is no address of a Kubernetes API server. Write it as https://HOST:PORT.");
        }
        if (token != null && tokenFile != null) {
            throw new IllegalArgumentException("Kubernetes at \"" + url
                    + "\" is given a token and a file of a token, \"" + tokenFile + "\". Give one of them.");
        }
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("Kubernetes at \"" + url
                    + "\" is given a certificate without its key, or a key without its certificate. Give both.");
        }
    }

    /** Returns the server at an address, to which nothing is shown. */
    public static KubernetesServer at(String url) {
        return new KubernetesServer(url, null, null, null, null, null);
    }

    /** Returns this server with a token to show. */
    public KubernetesServer withToken(String text) {
        return new KubernetesServer(url, text, tokenFile, authority, certificate, key);
    }

    /** Returns this server with a file that holds the token; a renewed token is taken from there by itself. */
    public KubernetesServer withTokenFile(Path file) {
        return new KubernetesServer(url, token, file, authority, certificate, key);
    }

    /** Returns this server with a file that holds the certificates, in PEM, of who vouches for it. */
    public KubernetesServer withAuthority(Path file) {
        return new KubernetesServer(url, token, tokenFile, file, certificate, key);
    }

    /** Returns this server with the files of a certificate and its key to show, in PEM. */
    public KubernetesServer withCertificate(Path certificateFile, Path keyFile) {
        return new KubernetesServer(url, token, tokenFile, authority, certificateFile, keyFile);
    }

    private static boolean isAddress(String url) {
        try {
            URI address = URI.create(url);
            return ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
