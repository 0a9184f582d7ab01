package io.github.kubecluster.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directories of one user's local clusters, one each, named after the cluster: making one claims the name. The file
 * {@code owner} in it holds the process that made it; directories whose owner has died are cleared away at the next claim.
 */
final class LocalDirectories {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private LocalDirectories() {}

    /** Returns the directory above all local clusters of this user. */
    static Path standard(Map<String, String> environment) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        return runtime != null && Files.isWritable(Path.of(runtime))
                ? Path.of(runtime, "kubecluster")
                : Path.of(System.getProperty("java.io.tmpdir"), "kubecluster-" + System.getProperty("user.name"));
    }

    /**
     * Makes the directory of {@code cluster}, with the program that local pods run under.
     *
     * @throws PodRuntime.NameTakenException if a living process holds the name
     */
    static Path claim(Path clusters, String cluster) {
        Path directory = clusters.resolve(cluster);
        try {
            makePrivate(clusters);
            sweep(clusters);
            Files.createDirectory(directory, PRIVATE);
            Files.writeString(
                    directory.resolve("owner"), ProcessHandle.current().pid() + " " + startOf(ProcessHandle.current()));
            try (InputStream program = Shipped.open("local_pod.py")) {
                Files.copy(program, directory.resolve("local_pod.py"));
            }
            return directory;
        } catch (FileAlreadyExistsException e) {
            throw new PodRuntime.NameTakenException("A local cluster named \"" + cluster
                    + "\" is running already. Close it, or start this one under another name.");
        } catch (IOException e) {
            throw new ClusterException(
                    "Cannot make the directory \"" + directory + "\" of local cluster \"" + cluster + "\": "
                            + e.getMessage() + ". Make room, or set XDG_RUNTIME_DIR to a writable directory.",
                    e);
        }
    }

    /** Returns the directories of clusters whose owners live. */
    static List<Path> list(Path clusters) {
        if (!Files.isDirectory(clusters)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(clusters)) {
            return directories
                    .filter(directory -> Files.exists(directory.resolve("owner")) && owned(directory))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ClusterException(
                    "Cannot look into \"" + clusters + "\": " + e.getMessage() + ". Make it readable for this user.",
                    e);
        }
    }

    static Optional<Path> find(Path clusters, String cluster) {
        return list(clusters).stream()
                .filter(directory -> directory.getFileName().toString().equals(cluster))
                .findFirst();
    }

    static Instant started(Path directory) {
        try {
            return Files.getLastModifiedTime(directory.resolve("owner")).toInstant();
        } catch (IOException e) {
            return Instant.now();
        }
    }

    static Scaling size(Path directory) {
        try {
            return DesiredSize.parse(Files.readString(directory.resolve("size")));
        } catch (IOException | IllegalArgumentException e) {
            return new Scaling.Fixed(0);
        }
    }

    /** Removes a directory and all that is in it. */
    static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            System.getLogger(LocalDirectories.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Cannot remove the directory " + directory + " of a closed cluster",
                            e);
        }
    }

    private static void makePrivate(Path clusters) throws IOException {
        Files.createDirectories(clusters.getParent());
        try {
            Files.createDirectory(clusters, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.getOwner(clusters).getName().equals(System.getProperty("user.name"))
                    || Files.getPosixFilePermissions(clusters).size() > 3) {
                throw new IOException("\"" + clusters + "\" belongs to, or is open to, somebody else", e);
            }
        }
    }

    private static void sweep(Path clusters) throws IOException {
        List<Path> there;
        try (Stream<Path> directories = Files.list(clusters)) {
            there = directories.filter(Files::isDirectory).toList();
        }
        there.stream().filter(directory -> !owned(directory)).forEach(LocalDirectories::remove);
    }

    /** Tells whether the process that made {@code directory} lives; one that is just being made counts as owned. */
    private static boolean owned(Path directory) {
        try {
            String[] owner = Files.readString(directory.resolve("owner")).split(" ", 2);
            return ProcessHandle.of(Long.parseLong(owner[0]))
                    .filter(process -> startOf(process).equals(owner[1]))
                    .isPresent();
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    /** The start of a process tells it from a later one with the same number. */
    private static String startOf(ProcessHandle process) {
        return Optional.of(process)
                .flatMap(handle -> handle.info().startInstant())
                .map(Object::toString)
                .orElse("");
    }
}
