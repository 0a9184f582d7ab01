package io.github.kubecluster.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class SourceJarsTest {
    static final String SOURCE = """
            package org.example;
            /** Greets. */
            public class Greeter<T> {
                /** Greets one. */
                public static String greet(String name) { return name; }
                /** Greets many. */
                public static String greet(java.util.List<String> names, int... times) { return ""; }
                public static void silent() {}
            }
            """;

    @TempDir
    static Path directory;

    static JavaInterpreter interpreter;

    @BeforeAll
    static void start() throws IOException {
        Path source = Files.writeString(directory.resolve("Greeter.java"), SOURCE);
        ToolProvider.getSystemJavaCompiler().run(null, null, null, "-g", "-d", directory.toString(), source.toString());
        byte[] compiled = Files.readAllBytes(directory.resolve("org/example/Greeter.class"));
        zip("greeter.jar", Map.of("org/example/Greeter.class", compiled));
        zip("greeter-sources.jar", Map.of("org/example/Greeter.java", Files.readAllBytes(source)));
        interpreter = new JavaInterpreter(
                new CellScope(ClassLoader.getPlatformClassLoader(), List.of(), List.of("java.util.*")));
        interpreter.addToClassPath(directory.resolve("greeter.jar"));
        interpreter.run(interpreter.split(new JavaCode("import org.example.*;", new CellLine(1, 1))));
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    static final List<Arguments> COMMENTS = List.of(
            Arguments.of("Greeter", List.of("Greets. ")),
            Arguments.of("org.example.Greeter", List.of("Greets. ")),
            Arguments.of("Greeter.greet(", List.of("Greets one. ", "Greets many. ")));

    @ParameterizedTest
    @FieldSource("COMMENTS")
    void sources_beside_a_jar_tell_about_it(String code, List<String> comments) {
        assertThat(interpreter.inspect(code, code.length()))
                .extracting(Explanation::javadoc)
                .containsExactlyInAnyOrderElementsOf(
                        comments.stream().map(Optional::of).toList());
    }

    @Test
    void what_has_no_comment_has_none() {
        assertThat(interpreter.inspect("Greeter.silent(", 15))
                .extracting(Explanation::javadoc)
                .containsExactly(Optional.empty());
    }

    private static void zip(String name, Map<String, byte[]> entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(directory.resolve(name));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }
}
