package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelspecTest {
    static final Map<String, String> PATHS =
            Map.of("java", "/opt/jdk/bin/java", "jar", "/opt/a \"b\"/kernel.jar", "python", "/opt/python");

    @TempDir
    Path kernels;

    @Test
    void it_names_java_jar_and_python_and_lets_jupyter_fill_in_the_connection() throws Exception {
        Path written = Kernelspec.write(kernels, PATHS, List.of());

        JsonObject spec = JsonParser.parseString(Files.readString(written.resolve("kernel.json")))
                .getAsJsonObject();
        assertThat(spec.getAsJsonArray("argv").asList().stream().map(word -> word.getAsString()))
                .startsWith("/opt/jdk/bin/java")
                .containsSequence(
                        "-jar", "/opt/a \"b\"/kernel.jar", "kernel", "--connection-file", "{connection_file}");
        assertThat(spec.getAsJsonObject("env").get("KUBECLUSTER_PYTHON").getAsString())
                .isEqualTo("/opt/python");
        assertThat(spec.get("interrupt_mode").getAsString()).isEqualTo("message");
    }

    @Test
    void the_options_of_the_jvm_stand_before_the_jar() throws Exception {
        Path written = Kernelspec.write(kernels, PATHS, List.of("-Xmx4g", "--enable-preview"));

        JsonObject spec = JsonParser.parseString(Files.readString(written.resolve("kernel.json")))
                .getAsJsonObject();
        assertThat(spec.getAsJsonArray("argv").asList().stream().map(word -> word.getAsString()))
                .containsSubsequence("-Dfile.encoding=UTF-8", "-Xmx4g", "--enable-preview", "-jar");
    }

    @Test
    void it_has_its_logos() throws Exception {
        assertThat(Kernelspec.write(kernels, PATHS, List.of()))
                .isDirectoryContaining("glob:**/logo-32x32.png")
                .isDirectoryContaining("glob:**/logo-64x64.png")
                .isDirectoryContaining("glob:**/logo-svg.svg");
    }

    @Test
    void removing_it_leaves_other_kernels_alone() throws Exception {
        Files.createDirectory(kernels.resolve("python3"));
        Kernelspec.write(kernels, PATHS, List.of());

        assertThat(Kernelspec.remove(kernels)).isTrue();
        assertThat(Kernelspec.remove(kernels)).isFalse();
        assertThat(kernels)
                .isDirectoryContaining("glob:**/python3")
                .isDirectoryNotContaining("glob:**/kubecluster-java");
    }
}
