package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.Word;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Completes the names of files; those in the directory of the notebook, where none is written. */
final class FileNames {
    private FileNames() {}

    static Stream<Word> startingWith(String begun) {
        int end = begun.lastIndexOf('/') + 1;
        String directory = begun.substring(0, end);
        String name = begun.substring(end);
        return in(directory.isEmpty() ? Path.of("") : Path.of(directory)).stream()
                .filter(file -> file.startsWith(name))
                .filter(file -> name.startsWith(".") || !file.startsWith("."))
                .sorted(Comparator.naturalOrder())
                .map(file -> new Word(directory + file, "path", ""));
    }

    /** Returns the names of what is in a directory; nothing if it cannot be read. */
    private static List<String> in(Path directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(file.getFileName() + (Files.isDirectory(file) ? "/" : "")));
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }
}
