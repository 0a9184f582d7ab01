package io.github.kubecluster.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Paths as users write them in magics. */
final class UserPath {
    private UserPath() {}

    /** Returns the path; {@code ~} stands for the home directory. */
    static Path of(String written) {
        return written.equals("~") || written.startsWith("~/")
                ? Path.of(System.getProperty("user.home") + written.substring(1))
                : Path.of(written);
    }

    /**
     * Returns what there is; in the last part {@code *} and {@code ?} stand for any characters.
     *
     * @throws IllegalArgumentException if there is nothing
     */
    static List<Path> existing(String written) throws IOException {
        Path path = of(written);
        List<Path> found = new ArrayList<>();
        if (Files.exists(path)) {
            found.add(path);
        } else if (path.getFileName().toString().matches(".*[*?].*") && Files.isDirectory(directory(path))) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(directory(path), path.getFileName().toString())) {
                files.forEach(found::add);
            }
            Collections.sort(found);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("There is no \"" + written + "\" in \""
                    + Path.of("").toAbsolutePath() + "\". Name files or directories that exist.");
        }
        return found.stream().map(each -> each.toAbsolutePath().normalize()).toList();
    }

    private static Path directory(Path path) {
        return path.toAbsolutePath().resolveSibling("");
    }
}
