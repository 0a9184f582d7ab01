package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.DaskConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether Dask serves its dashboards over TLS, and who vouches for them: {@code distributed.scheduler.dashboard.tls}, which
 * holds for the scheduler and its workers.
 */
final class DashboardTls {
    private static final String KEY = "distributed.scheduler.dashboard.tls.";

    private final boolean isServed;
    private final @Nullable SSLContext trust;

    private DashboardTls(boolean isServed, @Nullable SSLContext trust) {
        this.isServed = isServed;
        this.trust = trust;
    }

    /** @param warning gets a message if the configured certificates cannot be read; those that Java trusts are used then */
    static DashboardTls of(DaskConfig config, Consumer<String> warning) {
        boolean isServed = config.get(KEY + "cert").isPresent();
        Optional<String> file = config.get(KEY + "ca-file").map(String::valueOf);
        if (!isServed || file.isEmpty()) {
            return new DashboardTls(isServed, null);
        }
        try {
            return new DashboardTls(true, trusting(Path.of(file.get())));
        } catch (IOException | GeneralSecurityException e) {
            warning.accept("The certificates in \"" + file.get() + "\", by which dashboards are known, cannot be read ("
                    + e.getMessage() + "). Those that Java trusts are used. Correct " + KEY + "ca-file.");
            return new DashboardTls(true, null);
        }
    }

    /** Returns the address of a dashboard with the scheme that it has. */
    URI address(URI dashboard) {
        return isServed ? URI.create(dashboard.toString().replaceFirst("^http:", "https:")) : dashboard;
    }

    /** Returns what knows the dashboards by their certificates; empty if that is Java's own. */
    Optional<SSLContext> trust() {
        return Optional.ofNullable(trust);
    }

    private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("dashboard-" + trusted.size(), each);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
