package io.github.kubecluster.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The product as it was built, and how a user runs it: the kernel's jar, and the Python environment beside it. */
final class Product {
    static final Path ROOT = Path.of(System.getProperty("root.directory"));
    static final Path BIN = ROOT.resolve(".venv").resolve("bin");
    static final Path PYTHON = BIN.resolve("python");
    static final Path NOTEBOOKS = ROOT.resolve("notebooks");
    static final String IMAGE = System.getProperty("dask.image", "kubecluster/dask:dev");

    private Product() {}

    static Path jar() throws IOException {
        try (Stream<Path> jars = Files.list(ROOT.resolve("kernel").resolve("target"))) {
            return jars.filter(jar -> jar.getFileName().toString().matches("kubecluster-kernel-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The kernel's jar is not built. Run ./mvnw verify."));
        }
    }

    /** Returns the first program on the PATH that has one of these names. */
    static Optional<Path> program(List<String> names) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the command line of the {@code kubecluster} command with these words. */
    static List<String> command(String... words) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(Stream.of(java, "-jar", jar().toString()), Stream.of(words))
                .toList();
    }

    /** Installs the kernel into a Jupyter of its own and returns the environment in which Jupyter finds it. */
    static Map<String, String> install(Path prefix) throws IOException, InterruptedException {
        Finished install = Finished.run(
                Map.of(),
                command("install", "--no-archive", "--prefix", prefix.toString(), "--python", PYTHON.toString()));
        if (install.exitCode() != 0) {
            throw new AssertionError(install.output());
        }
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "JUPYTER_PATH", prefix.resolve("share").resolve("jupyter").toString());
        environment.put("JUPYTER_CONFIG_DIR", prefix.resolve("config").toString());
        environment.put("DASK_IMAGE", IMAGE);
        return environment;
    }
}
