package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.interpreter.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class CommandGuideTest {
    enum Colour {
        RED,
        GREEN
    }

    static final class Contexts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("prod", "test").iterator();
        }
    }

    @Command(name = "root", description = "The root.")
    static final class Root {}

    @Command(name = "paint", description = "Paints a file.", mixinStandardHelpOptions = true)
    static final class Paint {
        @Parameters(arity = "0..1", paramLabel = "FILE", description = "What to paint.")
        @Nullable
        Path file;

        @Option(
                names = {"-c", "--colour"},
                description = "In this colour.")
        @Nullable
        Colour colour;

        @Option(names = "--context", arity = "0..1", completionCandidates = Contexts.class, description = "Where.")
        @Nullable
        String context;

        @Option(names = "--env", description = "Variables.")
        @Nullable
        List<String> env;
    }

    final CommandGuide guide =
            new CommandGuide(() -> new CommandLine(new Root()).addSubcommand(new CommandLine(new Paint())));

    static final List<Arguments> WORDS = List.of(
            Arguments.of(List.of(), "", List.of("paint")),
            Arguments.of(List.of(), "x", List.of()),
            Arguments.of(List.of("paint"), "--c", List.of("--colour", "--context")),
            Arguments.of(List.of("paint", "--colour"), "", List.of("RED", "GREEN")),
            Arguments.of(List.of("paint", "-c"), "G", List.of("GREEN")),
            Arguments.of(List.of("paint"), "--colour=R", List.of("--colour=RED")),
            Arguments.of(List.of("paint", "--colour", "RED"), "--c", List.of("--context")),
            Arguments.of(List.of("paint", "--context"), "p", List.of("prod")),
            Arguments.of(List.of("paint", "--context"), "--e", List.of("--env")),
            Arguments.of(List.of("paint", "--env", "A=1"), "--e", List.of("--env")));

    @ParameterizedTest
    @FieldSource("WORDS")
    void what_may_come_next_is_read_from_the_command(List<String> before, String begun, List<String> words) {
        assertThat(guide.words(before, begun)).extracting(Word::text).containsExactlyElementsOf(words);
    }

    @Test
    void words_tell_what_they_do() {
        assertThat(guide.words(List.of(), "p")).containsExactly(new Word("paint", "magic", "Paints a file."));
        assertThat(guide.words(List.of("paint"), "--e")).containsExactly(new Word("--env", "param", "Variables."));
    }

    @Test
    void files_are_found_where_a_file_is_expected(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("inner"));
        Files.writeString(directory.resolve("input.yml"), "");
        Files.writeString(directory.resolve(".inhidden"), "");
        assertThat(guide.words(List.of("paint"), directory + "/in"))
                .containsExactly(
                        new Word(directory + "/inner/", "path", ""), new Word(directory + "/input.yml", "path", ""));
        assertThat(guide.words(List.of("paint", "first"), directory + "/in")).isEmpty();
        assertThat(guide.words(List.of("paint"), directory + "/missing/")).isEmpty();
    }

    @Test
    void the_help_is_that_of_the_verb() {
        assertThat(guide.help(List.of("paint", "x"))).contains("Paints a file.").contains("--colour");
        assertThat(guide.help(List.of())).contains("The root.");
    }
}
