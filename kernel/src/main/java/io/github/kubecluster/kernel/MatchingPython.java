package io.github.kubecluster.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes environments of Python that have a cluster's versions. Each is made once, and stays.
 *
 * @param base tells which Python there is, and the variables of its processes
 * @param directory where the environments are
 */
record MatchingPython(Python base, Path directory) {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final List<String> CELLS_NEED_BESIDES = List.of("ipykernel", "ipywidgets", "pyarrow");
    private static final String TELL_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])";
    private static final int LINES_TOLD = 5;

    /** Returns one that makes them in the user's data directory. */
    static MatchingPython of(Python base) {
        String data = base.environment().getOrDefault("XDG_DATA_HOME", "");
        Path home = Path.of(base.environment().getOrDefault("HOME", System.getProperty("user.home")));
        Path shared = data.isBlank() ? home.resolve(".local").resolve("share") : Path.of(data);
        return new MatchingPython(base, shared.resolve("kubecluster").resolve("python"));
    }

    /**
     * Returns the Python with {@code versions} of packages; may take minutes, for pip fetches them.
     *
     * @param versions by the name of the package; that of Python itself under {@code python}
     * @throws IllegalStateException if there is no such Python, or pip cannot install them; nothing is left
     * @throws InterruptedException if this thread is interrupted; nothing is left
     */
    Python with(Map<String, String> versions) throws InterruptedException {
        Map<String, String> packages = new TreeMap<>(versions);
        String python = Objects.requireNonNull(packages.remove("python")).replaceFirst("^(\\d+\\.\\d+).*", "$1");
        List<String> requirements = packages.entrySet().stream()
                .map(entry -> entry.getKey() + "==" + entry.getValue())
                .collect(Collectors.toCollection(ArrayList::new));
        requirements.addAll(CELLS_NEED_BESIDES);
        Path environment = directory.resolve("python-" + python + "-dask-" + packages.get("dask") + "-"
                + UUID.nameUUIDFromBytes(requirements.toString().getBytes(StandardCharsets.UTF_8)));
        Path complete = environment.resolve("complete");
        if (!Files.exists(complete)) {
            try {
                String interpreter = interpreter(python);
                Files.createDirectories(environment);
                make(environment, interpreter, requirements);
                Files.createFile(complete);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write to " + environment, e);
            } finally {
                if (Files.exists(environment) && !Files.exists(complete)) {
                    delete(environment);
                }
            }
        }
        return new Python(environment.resolve("bin").resolve("python").toString(), base.environment());
    }

    private String interpreter(String version) throws InterruptedException {
        Set<String> candidates = new LinkedHashSet<>(List.of("python" + version, base.program()));
        for (String candidate : candidates) {
            if (tells(version, candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("The cluster runs Python " + version + ", and here is none: neither "
                + String.join(" nor ", candidates) + " is one. Install it, or start the cluster with an image that has"
                + " the Python of here.");
    }

    private boolean tells(String version, String program) throws InterruptedException {
        try {
            Path output = Files.createTempFile("kubecluster-", ".version");
            try {
                return run(List.of(program, "-c", TELL_VERSION), output) == 0
                        && Files.readString(output).strip().equals(version);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }

    private void make(Path environment, String python, List<String> requirements)
            throws IOException, InterruptedException {
        Path log = environment.resolve("install.log");
        List<String> install = new ArrayList<>(List.of(
                environment.resolve("bin").resolve("python").toString(),
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--no-input"));
        install.addAll(requirements);
        for (List<String> command : List.of(List.of(python, "-m", "venv", environment.toString()), install)) {
            int exitCode = run(command, log);
            if (exitCode != 0) {
                throw new IllegalStateException("Cannot make a Python with the cluster's versions: \""
                        + String.join(" ", command) + "\" ended with exit code " + exitCode + ":\n" + end(log)
                        + "\nLook whether this machine reaches its package index, and has these versions for Python \""
                        + python + "\".");
            }
        }
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    }

    /** Returns the exit code. */
    private int run(List<String> command, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(base.environment());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("\"" + String.join(" ", command) + "\" has not ended within "
                        + LIMIT.toMinutes() + " min. Look whether this machine reaches its package index.");
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void delete(Path directory) {
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("What was made by half remains in " + directory, e);
        }
    }
}
