package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Credentials;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Tells Python on this machine where this user's clusters are, in a file for each that this user alone can read: a line with the
 * scheduler's address, and below it, where the cluster is encrypted, authority, certificate and key in PEM.
 */
record ConnectionFiles(Path directory) {
    private static final System.Logger LOG = System.getLogger(ConnectionFiles.class.getName());
    private static final FileAttribute<Set<PosixFilePermission>> USER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> READABLE_FOR_USER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Returns those in the state directory of the user. */
    static ConnectionFiles of(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return new ConnectionFiles((state.isBlank() ? home.resolve(".local").resolve("state") : Path.of(state))
                .resolve("kubecluster")
                .resolve("clusters"));
    }

    /** Writes the file of a cluster. Where that cannot be done, Python must be told the address. */
    void write(String cluster, SchedulerEndpoint endpoint) {
        Credentials shown = endpoint.credentials();
        String pem = shown == null ? "" : shown.authority() + shown.certificate() + shown.key();
        try {
            Files.createDirectories(directory, USER_ALONE);
            Path made = Files.createTempFile(directory, "", ".new", READABLE_FOR_USER);
            Files.writeString(made, endpoint.address() + "\n" + pem);
            Files.move(made, file(cluster), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Python is not told of cluster \"" + cluster + "\": no file can be written in " + directory,
                    e);
        }
    }

    void delete(String cluster) {
        try {
            Files.deleteIfExists(file(cluster));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "The file of a closed cluster remains in " + directory, e);
        }
    }

    /** A scheduler of somebody else is named by its address, which is no name of a file. */
    Path file(String cluster) {
        return directory.resolve(URLEncoder.encode(cluster, StandardCharsets.UTF_8));
    }
}
