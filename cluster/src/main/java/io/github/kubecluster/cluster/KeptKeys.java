package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the clients of this user's clusters show, in files for this user alone: another process of the user attaches by them, and
 * needs no right to read Secrets. There is one directory for each namespace of a Kubernetes, and in it a file for each cluster.
 */
final class KeptKeys {
    private static final System.Logger LOG = System.getLogger(KeptKeys.class.getName());
    private static final Pattern PEM = Pattern.compile("-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n?");

    /** A file that is younger may be of a cluster that has begun since somebody asked which there are. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final PrivateFiles files;

    private KeptKeys(PrivateFiles files) {
        this.files = files;
    }

    /** Returns those of the clusters in one namespace, in the state directory of the user. */
    static KeptKeys of(String server, String namespace, Map<String, String> environment) {
        String place = UUID.nameUUIDFromBytes((server + " " + namespace).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new KeptKeys(PrivateFiles.ofState(environment, "keys/" + place));
    }

    Path directory() {
        return files.directory();
    }

    /** Tells whether keys can be kept here. */
    boolean arePossible() {
        try {
            files.makeDirectory();
            return Files.isWritable(directory());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "No keys of clusters can be kept in " + directory(), e);
            return false;
        }
    }

    /** Keeps the keys of a cluster. Where that fails, others attach by the Secret, if they may read it. */
    void keep(String cluster, Credentials credentials) {
        try {
            files.write(file(cluster), pem(credentials));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The keys of a cluster cannot be kept in " + directory(), e);
        }
    }

    /** Returns credentials as files have them, one part after the other. */
    static String pem(Credentials credentials) {
        return credentials.authority() + credentials.certificate() + credentials.key();
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
        files.delete(file(cluster));
    }

    /** Removes the files of all clusters but {@code living}. */
    void sweep(Collection<String> living) {
        files.sweep(
                Instant.now().minus(YOUNG),
                file -> !living.contains(file.getFileName().toString().replace(".pem", "")));
    }

    private Path file(String cluster) {
        return directory().resolve(cluster + ".pem");
    }
}
