package io.github.kubecluster.kernel;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kubecluster install} and {@code kubecluster uninstall}: tell Jupyter of this kernel, and no more. */
final class KernelspecCommands {
    private KernelspecCommands() {}

    /** Where a kernelspec goes; shared by both commands. */
    static final class Location {
        @Option(
                names = "--prefix",
                paramLabel = "DIRECTORY",
                description =
                        "The Python environment that Jupyter runs in; by default the user's own Jupyter directory.")
        private @Nullable Path prefix;

        Path kernels(Map<String, String> environment) {
            return prefix != null
                    ? prefix.toAbsolutePath()
                            .normalize()
                            .resolve("share")
                            .resolve("jupyter")
                            .resolve("kernels")
                    : userData(environment).resolve("kernels");
        }

        /** Jupyter's own rule for its user data directory ({@code jupyter_core.paths.jupyter_data_dir}). */
        private static Path userData(Map<String, String> environment) {
            String named = environment.get("JUPYTER_DATA_DIR");
            if (named != null && !named.isBlank()) {
                return Path.of(named);
            }
            Path home = Path.of(System.getProperty("user.home"));
            if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
                return home.resolve("Library").resolve("Jupyter");
            }
            String data = environment.get("XDG_DATA_HOME");
            return (data == null || data.isBlank() ? home.resolve(".local").resolve("share") : Path.of(data))
                    .resolve("jupyter");
        }

        Path python(@Nullable Path given, Map<String, String> environment) {
            Stream<Path> candidates = given != null
                    ? Stream.of(given)
                    : Stream.concat(
                            Optional.ofNullable(prefix).map(Path::toAbsolutePath).stream()
                                    .map(directory -> directory.resolve("bin").resolve("python")),
                            onPath("python3", environment));
            return candidates
                    .filter(Files::isExecutable)
                    .findFirst()
                    .map(found -> found.toAbsolutePath().normalize())
                    .orElseThrow(() -> new IllegalArgumentException(
                            given != null
                                    ? "There is no Python \"" + given + "\". Give the path of one with --python."
                                    : "There is no python3 on the PATH. Install one, or give its path with --python."));
        }

        private static Stream<Path> onPath(String program, Map<String, String> environment) {
            return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                    .filter(directory -> !directory.isBlank())
                    .map(directory -> Path.of(directory, program));
        }
    }

    @Command(name = "install", description = "Tells Jupyter of this kernel.", mixinStandardHelpOptions = true)
    static final class Install implements Callable<Integer> {
        @picocli.CommandLine.Mixin
        private Location location = new Location();

        @Option(
                names = "--python",
                paramLabel = "PYTHON",
                description =
                        "The Python of %%%%dask cells and local processes; by default the prefix's, else python3.")
        private @Nullable Path python;

        @Option(
                names = "--java-option",
                paramLabel = "OPTION",
                description = "What the kernel's JVM is started with, such as -Xmx4g or --enable-preview.")
        private List<String> options = List.of();

        @Option(
                names = "--no-archive",
                description =
                        "Do not run a kernel now to make a file (20 to 40 MB) with which later ones start faster.")
        private boolean withoutArchive;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path kernels = location.kernels(System.getenv());
            StartArchive archive = new StartArchive(Kernelspec.directory(kernels));
            Map<String, String> paths = Map.of(
                    "java", java(),
                    "jar", jar().toString(),
                    "python", location.python(python, System.getenv()).toString());
            List<String> all =
                    Stream.concat(options.stream(), Stream.of(archive.option())).toList();
            Path written = Kernelspec.write(kernels, paths, all);
            out(spec).println("Jupyter now knows the kernel \"" + Kernelspec.NAME + "\" (" + written + ").");
            if (!withoutArchive && !archive.fits(java(), options, jar())) {
                out(spec).println("A kernel runs for some seconds now, so that later ones start faster.");
                archive.make(java(), options, jar());
            }
            return 0;
        }
    }

    @Command(name = "uninstall", description = "Undoes install.", mixinStandardHelpOptions = true)
    static final class Uninstall implements Callable<Integer> {
        @picocli.CommandLine.Mixin
        private Location location = new Location();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Path kernels = location.kernels(System.getenv());
            out(spec)
                    .println(
                            Kernelspec.remove(kernels)
                                    ? "The kernel \"" + Kernelspec.NAME + "\" is removed from " + kernels + "."
                                    : "There was no kernel \"" + Kernelspec.NAME + "\" in " + kernels + ".");
            return 0;
        }
    }

    private static PrintWriter out(CommandSpec spec) {
        return spec.commandLine().getOut();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path jar() {
        try {
            Path source = Path.of(Kernelspec.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(source)) {
                throw new IllegalStateException("This runs from \"" + source
                        + "\" and not from the kernel's jar. Run java -jar kubecluster-kernel.jar install.");
            }
            return source;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The kernel's jar has no path.", e);
        }
    }
}
