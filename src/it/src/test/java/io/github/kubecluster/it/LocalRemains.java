package io.github.kubecluster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of a local cluster: they work below a directory named after it, or have its name in their words. */
final class LocalRemains implements Remains {
    @Override
    public List<String> of(String cluster) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> belongs(process, cluster))
                    .map(process -> "process " + process.getFileName())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean belongs(Path process, String cluster) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString().contains("/" + cluster)
                    || Files.readString(process.resolve("cmdline")).contains(cluster);
        } catch (IOException e) {
            return false;
        }
    }
}
