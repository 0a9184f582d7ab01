package io.github.kubecluster.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A directory of files that their user alone can read. */
record PrivateFiles(Path directory) {
    private static final System.Logger LOG = System.getLogger(PrivateFiles.class.getName());
    private static final Set<PosixFilePermission> USER_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> READABLE_FOR_USER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Returns one below what the XDG base directory specification gives this product for its state. */
    static PrivateFiles ofState(Map<String, String> environment, String name) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return new PrivateFiles((state.isBlank() ? home.resolve(".local").resolve("state") : Path.of(state))
                .resolve("kubecluster")
                .resolve(name));
    }

    /** Writes a file at once: nobody sees half of it. */
    void write(Path file, String text) throws IOException {
        makeDirectory();
        Path made = Files.createTempFile(directory, "", ".new", READABLE_FOR_USER);
        Files.writeString(made, text);
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes those of the files last written before {@code time} that are {@code unwanted}. */
    void sweep(Instant time, Predicate<Path> unwanted) {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> isOlder(file, time)).filter(unwanted).forEach(this::delete);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "There is nothing to clear away in " + directory, e);
        }
    }

    private static boolean isOlder(Path file, Instant time) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes a file if it is there. One that remains is told in the log: it may have a key. */
    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A file of a closed cluster cannot be deleted: " + file, e);
        }
    }

    void makeDirectory() throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(USER_ALONE));
        Files.setPosixFilePermissions(directory, USER_ALONE);
    }
}
