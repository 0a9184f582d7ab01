package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose members all show one certificate, which signs itself and is all that they trust. */
@Timeout(180)
class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path directory;

    static LocalDask dask;
    static Credentials credentials;

    @BeforeAll
    static void start() throws Exception {
        KeyStore store = selfSigned(directory.resolve("dask.p12"));
        String key = pem("PRIVATE KEY", store.getKey("dask", PASSWORD).getEncoded());
        String certificate = pem("CERTIFICATE", store.getCertificate("dask").getEncoded());
        credentials = new Credentials(certificate, certificate, key);
        Path both = Files.writeString(directory.resolve("dask.pem"), key + certificate);
        Path ca = Files.writeString(directory.resolve("ca.pem"), certificate);
        dask = LocalDask.withWorkers("w0")
                .with("--protocol", "tls", "--tls-ca-file", ca.toString(), "--tls-cert", both.toString())
                .start();
        dask.awaitWorkers(credentials.sockets());
    }

    @AfterAll
    static void stop() {
        dask.close();
    }

    @Test
    void a_client_with_the_certificate_computes() {
        assertThat(dask.address().scheme()).isEqualTo("tls");
        try (DaskClient client = DaskClient.builder(dask.address())
                .sockets(credentials.sockets())
                .connect()) {
            assertThat(client.submit("operator.add", 1, 2).result()).isEqualTo(3L);
            assertThat(client.scheduler().identity().workers()).hasSize(1);
        }
    }

    @Test
    void a_client_with_the_certificate_of_another_authority_is_refused() throws Exception {
        KeyStore other = selfSigned(directory.resolve("other.p12"));
        Credentials foreign = new Credentials(
                credentials.authority(),
                pem("CERTIFICATE", other.getCertificate("dask").getEncoded()),
                pem("PRIVATE KEY", other.getKey("dask", PASSWORD).getEncoded()));
        assertThatThrownBy(() -> Scheduler.connect(dask.address(), foreign.sockets(), Duration.ofSeconds(1)))
                .isInstanceOf(DaskConnectionException.class)
                .hasMessageStartingWith("Cannot connect to scheduler \"" + dask.address() + "\" within 1 s: it ");
    }

    @Test
    void a_connection_over_which_nothing_can_be_sent_any_more_can_be_closed() throws Exception {
        try (StallingProxy proxy = new StallingProxy(dask.address())) {
            SchedulerAddress address = new SchedulerAddress(
                    "tls", proxy.address().host(), proxy.address().port());
            Comm comm = Comm.open(address, credentials.sockets(), Duration.ofMinutes(10));
            proxy.cut();
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    comm.write(Map.of("op", "identity", "much", new byte[64 << 20]));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            proxy.awaitHeld();

            comm.close();

            assertThatThrownBy(sent::join).hasCauseInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void a_client_that_does_not_trust_the_certificate_says_so() {
        assertThatThrownBy(
                        () -> Scheduler.connect(dask.address(), SSLSocketFactory.getDefault(), Duration.ofSeconds(5)))
                .isInstanceOf(DaskConnectionException.class)
                .hasMessageContaining(" within 5 s: it and this client do not agree on TLS (")
                .hasMessageContaining("PKIX path building failed");
    }

    @Test
    void a_client_without_encryption_is_refused() {
        SchedulerAddress plain = new SchedulerAddress(
                "tcp", dask.address().host(), dask.address().port());
        assertThatThrownBy(() -> Scheduler.connect(plain, SocketFactory.getDefault(), Duration.ofSeconds(1)))
                .isInstanceOf(DaskConnectionException.class)
                .hasMessageStartingWith("Cannot connect to scheduler \"" + plain + "\" within 1 s: it ");
    }

    private static KeyStore selfSigned(Path file) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "dask",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=dask",
                        "-ext",
                        "bc:c=ca:true",
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
