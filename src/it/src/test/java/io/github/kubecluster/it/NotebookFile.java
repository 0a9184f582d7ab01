package io.github.kubecluster.it;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes notebooks for the Java kernel. */
final class NotebookFile {
    private NotebookFile() {}

    /** Writes a notebook with a cell of code for each of {@code sources}. */
    static void write(Path file, String... sources) throws IOException {
        List<Map<String, Object>> cells =
                Stream.of(sources).map(NotebookFile::cell).toList();
        Map<String, Object> metadata = Map.of("kernelspec", Map.of("name", "kubecluster-java", "display_name", "Java"));
        Files.writeString(
                file,
                new Gson().toJson(Map.of("cells", cells, "metadata", metadata, "nbformat", 4, "nbformat_minor", 5)));
    }

    private static Map<String, Object> cell(String source) {
        return Map.of(
                "cell_type",
                "code",
                "source",
                source,
                "metadata",
                Map.of(),
                "outputs",
                List.of(),
                "id",
                UUID.randomUUID().toString().substring(0, 8));
    }
}
