package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's jar as a process, driven by Jupyter's own client in Python. */
class KernelIT {
    static final Path ROOT = Path.of(System.getProperty("root.directory"));
    static final Path SUITES = ROOT.resolve("kernel/src/test/python");

    @TempDir
    static Path prefix;

    record Result(String name, String wrong, String skipped) {}

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        install(java(), prefix);
        specify("echo", jar() + File.pathSeparator + ROOT.resolve("kernel/target/test-classes"));
    }

    /** Tells the Jupyter of {@code prefix} of the kernel, run by {@code java}. */
    static void install(String java, Path prefix) throws IOException, InterruptedException {
        String python = ROOT.resolve(".venv/bin/python").toString();
        Process install = new ProcessBuilder(
                        java, "-jar", jar(), "install", "--prefix", prefix.toString(), "--python", python)
                .inheritIO()
                .start();
        assertThat(install.waitFor()).isZero();
    }

    /** Tells Jupyter of a kernel with another class path. */
    private static void specify(String name, String classPath) throws IOException {
        Path kernelspec = prefix.resolve("share/jupyter/kernels").resolve(name).resolve("kernel.json");
        Files.createDirectories(kernelspec.getParent());
        List<String> command = List.of(
                java(), "-cp", classPath, Main.class.getName(), "kernel", "--connection-file", "{connection_file}");
        Files.writeString(
                kernelspec,
                new Gson()
                        .toJson(Map.of(
                                "argv",
                                command,
                                "display_name",
                                name,
                                "language",
                                "java",
                                "interrupt_mode",
                                "message")));
    }

    @TestFactory
    Stream<DynamicTest> public_suite() throws IOException, InterruptedException {
        return run("public_suite", prefix);
    }

    @TestFactory
    Stream<DynamicTest> client_suite() throws IOException, InterruptedException {
        return run("client_suite", prefix);
    }

    @TestFactory
    Stream<DynamicTest> extension_suite() throws IOException, InterruptedException {
        return run("extension_suite", prefix);
    }

    @TestFactory
    Stream<DynamicTest> install_suite() throws IOException, InterruptedException {
        return run("install_suite", prefix);
    }

    @TestFactory
    Stream<DynamicTest> tools_suite() throws IOException, InterruptedException {
        return run("tools_suite", prefix);
    }

    /** Runs a suite with the kernels of {@code prefix}. */
    static Stream<DynamicTest> run(String suite, Path prefix) throws IOException, InterruptedException {
        ProcessBuilder python = new ProcessBuilder(
                        ROOT.resolve(".venv/bin/python").toString(), "run.py", suite)
                .directory(SUITES.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        python.environment().put("JUPYTER_PATH", prefix.resolve("share/jupyter").toString());
        python.environment()
                .put("KUBECLUSTER_HISTORY", prefix.resolve("history").toString());
        python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process tests = python.start();
        List<Result> results;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(tests.getInputStream(), StandardCharsets.UTF_8))) {
            Gson json = new Gson();
            results =
                    lines.lines().map(line -> json.fromJson(line, Result.class)).toList();
        }
        assertThat(tests.waitFor()).as("The suite ran to its end").isZero();
        assertThat(results).isNotEmpty();
        return results.stream()
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> {
                    Assumptions.assumeTrue(result.skipped().isEmpty(), result.skipped());
                    assertThat(result.wrong()).isEmpty();
                }));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String jar() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("kernel/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("kubecluster-kernel-.*\\.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }
}
