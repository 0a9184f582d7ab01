package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A dashboard over TLS")
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static SSLContext tls;

    /** A self-signed certificate for 127.0.0.1, which serves as its own authority. */
    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        "dashboard",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=dashboard",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        tls = context(store);
    }

    private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("dashboard", keys.getCertificate("dashboard"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    private static StubUpstream secure() throws IOException {
        return StubUpstream.on(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                exchange -> exchange.send(
                        exchange.header("Upgrade").isEmpty()
                                ? "HTTP/1.1 302 Found\r\nLocation: https://" + exchange.header("Host")
                                        + "/next\r\nContent-Length: 0\r\n\r\n"
                                : Upgrades.accepted() + "\u0082\u0002hi"));
    }

    @Test
    void pages_and_websockets_pass_if_the_certificate_is_trusted() throws IOException {
        try (StubUpstream upstream = secure();
                DashboardProxy proxy =
                        DashboardProxy.builder().upstreamTls(tls).start(URI.create("https://" + upstream.authority()));
                RawClient socket = RawClient.to(proxy)) {
            assertThat(RawClient.get(proxy, "/status").header("Location"))
                    .hasValue("//127.0.0.1:" + proxy.port() + "/next");
            socket.request("GET /ws", Upgrades.headers("Origin: http://127.0.0.1:" + proxy.port()));
            assertThat(socket.answerHead().status()).isEqualTo(101);
            assertThat(Frame.read(socket.in)).isEqualTo(Frame.of(Frame.BINARY, "hi"));
            assertThat(StubUpstream.headers(upstream.heads().get(1), "Origin"))
                    .containsExactly("https://" + upstream.authority());
        }
    }

    @Test
    void an_unknown_certificate_is_a_bad_gateway() throws IOException {
        try (StubUpstream upstream = secure();
                DashboardProxy proxy = DashboardProxy.start(URI.create("https://" + upstream.authority()))) {
            assertThat(RawClient.get(proxy, "/status").status()).isEqualTo(502);
        }
    }
}
