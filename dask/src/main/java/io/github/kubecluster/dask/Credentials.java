package io.github.kubecluster.dask;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a member of an encrypted cluster shows and whom it trusts, as PEM texts: what Dask's options {@code tls-ca-file},
 * {@code tls-cert} and {@code tls-key} name. As in Dask, members are known by their authority and not by their host's name.
 *
 * @param authority the certificates that every other member's must be signed by
 * @param certificate the member's own, with what leads from it to the authority
 * @param key its private key in PKCS #8; shown by nothing here
 */
public record Credentials(String authority, String certificate, String key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s+([^-]+?)\\s*-----END PRIVATE KEY-----");

    private static final char[] NO_PASSWORD = new char[0];

    /**
     * Makes what connects with these credentials.
     *
     * @throws IllegalArgumentException if a text is no PEM of a certificate or of a key
     */
    public SSLSocketFactory sockets() {
        try {
            Collection<? extends Certificate> chain = certificates(certificate);
            KeyStore own = emptyStore();
            own.setKeyEntry("own", privateKey(chain), NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            shown.init(own, NO_PASSWORD);
            KeyStore authorities = emptyStore();
            int number = 0;
            for (Certificate each : certificates(authority)) {
                authorities.setCertificateEntry("authority-" + number++, each);
            }
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("These credentials cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    /** Tells who this is, and not the key. */
    @Override
    public String toString() {
        return "Credentials[" + certificate.lines().count() + " lines of certificates]";
    }

    private PrivateKey privateKey(Collection<? extends Certificate> chain) throws GeneralSecurityException {
        Matcher pem = KEY.matcher(key);
        if (!pem.find() || chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "These credentials cannot be used for TLS: they need a certificate and, as "
                            + "PKCS #8, its \"PRIVATE KEY\". Convert another form by: openssl pkcs8 -topk8 -nodes");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        String algorithm = chain.iterator().next().getPublicKey().getAlgorithm();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
