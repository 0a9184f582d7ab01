package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the clients of this user's clusters show, in files for this user alone: another process of the user attaches by them, and
 * needs no right to read Secrets. There is one directory for each namespace of a Kubernetes, and in it a file for each cluster.
 */
final class KeptKeys {
    private static final System.Logger LOG = System.getLogger(KeptKeys.class.getName());
    private static final Pattern PEM = Pattern.compile("-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n?");
    private static final Set<PosixFilePermission> USER_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> READABLE_FOR_USER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A file that is younger may be of a cluster that has begun since somebody asked which there are. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final Path directory;

    KeptKeys(Path directory) {
        this.directory = directory;
    }

    /** Returns those of the clusters in one namespace, in the state directory of the user. */
    static KeptKeys of(String server, String namespace, Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String place = UUID.nameUUIDFromBytes((server + " " + namespace).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new KeptKeys((state.isBlank() ? home.resolve(".local").resolve("state") : Path.of(state))
                .resolve("kubecluster")
                .resolve("keys")
                .resolve(place));
    }

    Path directory() {
        return directory;
    }

    /** Tells whether keys can be kept here. */
    boolean arePossible() {
        try {
            makeDirectory();
            return Files.isWritable(directory);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "No keys of clusters can be kept in " + directory, e);
            return false;
        }
    }

    /** Keeps the keys of a cluster. Where that fails, others attach by the Secret, if they may read it. */
    void keep(String cluster, Credentials credentials) {
        try {
            makeDirectory();
            Path made = Files.createTempFile(directory, cluster, ".new", READABLE_FOR_USER);
            Files.writeString(made, credentials.authority() + credentials.certificate() + credentials.key());
            Files.move(made, file(cluster), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The keys of a cluster cannot be kept in " + directory, e);
        }
    }

    Optional<Credentials> find(String cluster) {
        try {
            List<String> parts = PEM.matcher(Files.readString(file(cluster)))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            return parts.size() == 3
                    ? Optional.of(new Credentials(parts.get(0), parts.get(1), parts.get(2)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void forget(String cluster) {
        delete(file(cluster));
    }

    /** Removes the files of all clusters but {@code living}. */
    void sweep(Collection<String> living) {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> !living.contains(file.getFileName().toString().replace(".pem", "")))
                    .filter(KeptKeys::isOld)
                    .forEach(KeptKeys::delete);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "There are no keys to clear away in " + directory, e);
        }
    }

    private static boolean isOld(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(Instant.now().minus(YOUNG));
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The keys of a closed cluster cannot be deleted: " + file, e);
        }
    }

    private Path file(String cluster) {
        return directory.resolve(cluster + ".pem");
    }

    private void makeDirectory() throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(USER_ALONE));
        Files.setPosixFilePermissions(directory, USER_ALONE);
    }
}
