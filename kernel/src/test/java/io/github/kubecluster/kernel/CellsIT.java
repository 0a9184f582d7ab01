package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the cells in src/test/cells show, on the JDK of the build and on the one that {@code -Dother.jdk} names. */
class CellsIT {
    static final String OTHER = System.getProperty("other.jdk", "");

    @TempDir
    static Path prefix;

    @TestFactory
    Stream<DynamicTest> cells() throws IOException, InterruptedException {
        return run("this", KernelIT.java());
    }

    @TestFactory
    Stream<DynamicTest> cells_on_another_jdk() throws IOException, InterruptedException {
        if (List.of(System.getProperty("required", "").split(",")).contains("other.jdk")) {
            assertThat(OTHER)
                    .as("another JDK is required and -Dother.jdk is not given")
                    .isNotEmpty();
        }
        Assumptions.assumeFalse(OTHER.isEmpty(), "No other JDK is named by -Dother.jdk.");
        return run("other", Path.of(OTHER, "bin", "java").toString());
    }

    @TestFactory
    Stream<DynamicTest> cells_with_libraries_of_their_own() throws IOException, InterruptedException {
        KernelIT.install(KernelIT.java(), prefix.resolve("libraries"));
        return KernelIT.run("libraries_suite", prefix.resolve("libraries"));
    }

    private static Stream<DynamicTest> run(String name, String java) throws IOException, InterruptedException {
        KernelIT.install(java, prefix.resolve(name));
        return KernelIT.run("cells_suite", prefix.resolve(name));
    }
}
