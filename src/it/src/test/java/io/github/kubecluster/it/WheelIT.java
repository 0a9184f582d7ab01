package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel as pip installs it, in a Python environment that has Jupyter and Dask and nothing of this project. */
class WheelIT {
    @TempDir
    static Path directory;

    static Path environment;

    @BeforeAll
    static void install() throws Exception {
        environment = directory.resolve("environment");
        run(Product.PYTHON, "-m", "venv", "--without-pip", environment);
        String packages = run(Product.PYTHON, "-c", "import site; print(site.getsitepackages()[0])");
        Files.writeString(
                ofNewPython("import site; print(site.getsitepackages()[0])").resolve("others.pth"), packages);
        Path wheel = Path.of(run(Product.ROOT.resolve("src/python/wheel"), directory.resolve("wheel"))
                .strip());
        run(Product.PYTHON, "-m", "pip", "--python", python(), "install", "--no-index", wheel);
    }

    static Path python() {
        return environment.resolve("bin/python");
    }

    static Path ofNewPython(String program) throws Exception {
        return Path.of(run(python(), "-c", program).strip());
    }

    static String run(Object... words) throws IOException, InterruptedException {
        Finished finished = run(Map.of(), words);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }

    /** What is set for the kernel of another test, or for a user's, must not help. */
    static Finished run(Map<String, String> variables, Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "-u", "JUPYTER_PATH", "-u", "KUBECLUSTER_PYTHON"));
        Stream.of(words).map(Object::toString).forEach(command::add);
        return Finished.run(variables, command);
    }

    @Test
    void jupyter_knows_the_kernel_and_cells_run_beside_the_python_that_has_it() throws Exception {
        assertThat(run(python(), "-m", "jupyter_client.kernelspecapp", "list"))
                .containsPattern("kubecluster-java +" + environment.resolve("share/jupyter/kernels/kubecluster-java"));

        Path driver = Path.of(getClass().getResource("/drive_kernel.py").toURI());
        assertThat(run(
                        python(),
                        driver,
                        "shutdown",
                        "System.out.println(40 + 2)",
                        "System.out.println(System.getenv(\"KUBECLUSTER_PYTHON\"))",
                        "System.out.println(System.getProperty(\"kubecluster.kernelspec\"))"))
                .containsSubsequence(
                        "42\n", python() + "\n", environment.resolve("share/jupyter/kernels/kubecluster-java") + "\n");
    }

    @Test
    void the_command_takes_options_of_the_jvm_and_the_words_of_the_jars() throws Exception {
        Path command = environment.resolve("bin/kubecluster");

        assertThat(run(command, "-Dpicocli.ansi=false", "rbac", "--namespace", "analytics"))
                .isEqualTo(
                        run(Product.command("rbac", "--namespace", "analytics").toArray()))
                .contains("namespace: \"analytics\"");
    }

    @Test
    void a_java_that_does_not_serve_is_named_with_what_to_do() throws Exception {
        Path home = Files.createDirectories(directory.resolve("jdk-11"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Finished command = run(Map.of("JAVA_HOME", home.toString()), environment.resolve("bin/kubecluster"), "list");

        assertThat(command)
                .isEqualTo(new Finished(
                        1,
                        "The kernel needs a JDK 17 or later. JAVA_HOME is \"" + home
                                + "\", whose java is Java 11.0.2. Set JAVA_HOME to a JDK, or unset it to have one looked"
                                + " for.\n"));
    }
}
