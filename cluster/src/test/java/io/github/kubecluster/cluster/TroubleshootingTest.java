package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Holds {@code src/docs/troubleshooting.md} to the faults that tests make happen, and to their sentences. */
class TroubleshootingTest {
    private static final Path ROOT = Path.of(System.getProperty("root.directory"));
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.+`) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern PIECE = Pattern.compile("`([^`]+)`");

    /** @param pieces what the message holds, one after another */
    record Row(List<String> pieces) {
        static Row parse(String message) {
            return new Row(PIECE.matcher(message)
                    .results()
                    .map(piece -> piece.group(1))
                    .toList());
        }

        boolean isIn(String text) {
            return Pattern.compile(
                            pieces.stream().map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL)
                    .matcher(text)
                    .find();
        }
    }

    static List<Row> rows() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(ROOT.resolve("src/docs/troubleshooting.md")));
        return rows.results().map(row -> Row.parse(row.group(1))).toList();
    }

    /** Returns a regular expression or a literal of Java as the text that it stands for. */
    static String plain(String literal) {
        return literal.replaceAll("\"\\s*\\+\\s*\"", "")
                .replaceAll("\\\\s\\*\\R\\s*", "")
                .replaceAll("\\\\+", "");
    }

    /** Returns the texts of all test methods. */
    static List<String> tests() throws IOException {
        List<String> tests = new ArrayList<>();
        for (String module : List.of("cluster", "src/it")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(TroubleshootingTest::isTest).toList()) {
                    Stream.of(Files.readString(file).split("@(?:Parameterized)?Test\\b|Arguments> "))
                            .map(TroubleshootingTest::plain)
                            .forEach(tests::add);
                }
            }
        }
        return tests;
    }

    private static boolean isTest(Path file) {
        String name = file.getFileName().toString();
        return name.matches(".*(Test|IT)[.]java") && !name.equals("TroubleshootingTest.java");
    }

    @Test
    void each_message_stands_in_a_test() throws IOException {
        List<String> tests = tests();

        assertThat(rows()).hasSizeGreaterThan(20);
        assertThat(rows())
                .allSatisfy(row -> assertThat(tests).as(row.toString()).anyMatch(row::isIn));
    }

    @Test
    void each_fault_that_is_made_to_happen_has_a_row() throws IOException {
        List<Row> rows = rows();

        assertThat(Stream.of(KubernetesFaultsIT.SCHEDULER_FAULTS, KubernetesFaultsIT.WORKER_FAULTS)
                        .flatMap(List::stream)
                        .map(Arguments::get)
                        .map(fault -> plain((String) fault[1])))
                .allSatisfy(sentence -> assertThat(rows).as(sentence).anyMatch(row -> row.isIn(sentence)));
    }
}
