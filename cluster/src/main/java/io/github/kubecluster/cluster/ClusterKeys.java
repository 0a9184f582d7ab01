package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Credentials;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one cluster: an authority of its own has signed the certificates of scheduler, workers and client, and its key
 * is forgotten then. Who has none of these certificates cannot connect.
 */
record ClusterKeys(Credentials scheduler, Credentials worker, Credentials client) {
    /** Longer than any cluster lives; the keys go with it. */
    private static final Duration VALID = Duration.ofDays(5 * 365);

    /** The clocks of nodes differ. */
    private static final Duration BEFORE = Duration.ofHours(1);

    static ClusterKeys generate(String cluster) {
        try {
            KeyPair authority = keyPair();
            X500Principal issuer = new X500Principal("CN=" + cluster);
            X509Certificate root = sign(authority.getPublic(), issuer, authority, issuer, true);
            return new ClusterKeys(
                    member(cluster + "-scheduler", authority, root),
                    member(cluster + "-worker", authority, root),
                    member(cluster + "-client", authority, root));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(
                    "Cannot make the keys of cluster \"" + cluster + "\": " + e.getMessage(), e);
        }
    }

    /** Returns the files of the Secret from which scheduler and workers read their keys. */
    Map<String, String> files() {
        return Map.of(
                "ca.crt", scheduler.authority(),
                "scheduler.crt", scheduler.certificate(),
                "scheduler.key", scheduler.key(),
                "worker.crt", worker.certificate(),
                "worker.key", worker.key());
    }

    /** Returns what a client shows that was not there at the launch: the keys of a worker; null where there are none. */
    static @Nullable Credentials clientOf(Map<String, String> files) {
        String authority = files.get("ca.crt");
        String certificate = files.get("worker.crt");
        String key = files.get("worker.key");
        return authority == null || certificate == null || key == null
                ? null
                : new Credentials(authority, certificate, key);
    }

    private static Credentials member(String name, KeyPair authority, X509Certificate root)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair own = keyPair();
        X509Certificate certificate = sign(
                own.getPublic(), new X500Principal("CN=" + name), authority, root.getSubjectX500Principal(), false);
        return new Credentials(
                pem("CERTIFICATE", root.getEncoded()),
                pem("CERTIFICATE", certificate.getEncoded()),
                pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    private static X509Certificate sign(
            PublicKey key, X500Principal subject, KeyPair authority, X500Principal issuer, boolean signs)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(159, new SecureRandom()),
                        Date.from(now.minus(BEFORE)),
                        Date.from(now.plus(VALID)),
                        subject,
                        key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(signs))
                // Python 3.13 verifies strictly by RFC 5280, which asks for the identifiers and the usage.
                .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(authority.getPublic()))
                .addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(signs ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        if (!signs) {
            // Members of a Dask cluster connect to one another in both directions.
            certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
            }));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
