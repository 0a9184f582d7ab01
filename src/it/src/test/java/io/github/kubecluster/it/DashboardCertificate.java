package io.github.kubecluster.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A certificate for 127.0.0.1 that vouches for itself, as files that Dask reads. */
final class DashboardCertificate {
    private static final String NAME = "dashboard";
    private static final String PASSWORD = "password";

    private DashboardCertificate() {}

    /** Makes it and returns the variables that have Dask serve its dashboards with it. */
    static Map<String, String> make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("dashboard.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Finished made = Finished.run(
                Map.of(),
                List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        NAME,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=dashboard",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD));
        if (made.exitCode() != 0) {
            throw new AssertionError(made.output());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String prefix = "DASK_DISTRIBUTED__SCHEDULER__DASHBOARD__TLS__";
        String certificate =
                pem(directory, "CERTIFICATE", keys.getCertificate(NAME).getEncoded());
        return Map.of(
                prefix + "CERT",
                certificate,
                prefix + "CA_FILE",
                certificate,
                prefix + "KEY",
                pem(
                        directory,
                        "PRIVATE KEY",
                        keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(Path directory, String kind, byte[] content) throws IOException {
        byte[] end = "\n".getBytes(StandardCharsets.US_ASCII);
        Path file = directory.resolve(kind.replace(' ', '-') + ".pem");
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, end).encodeToString(content) + "\n-----END " + kind + "-----\n");
        return file.toString();
    }
}
