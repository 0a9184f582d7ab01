package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Holds {@code src/docs/features.md} to its word: each test that it names has run. Runs after all others. */
@Order(Integer.MAX_VALUE)
class FeaturesIT {
    private static final Path ROOT = Path.of(System.getProperty("root.directory"));
    private static final int ROWS = 110;
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| ([^|]+) \\| (\\w+) \\| ?([^|]*)\\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern RESULT =
            Pattern.compile("<testcase name=\"(\\w*)[^\"]*\" classname=\"[\\w.]*?(\\w+)\"[^>]*?(/?)>\\s*(<skipped)?");
    /** Where all that tests can need is required, none may be skipped. */
    private static final boolean COMPLETE =
            RequiredPartsIT.REQUIRED.containsAll(List.of("kubernetes", "browser", "hub"));

    record Row(int number, String feature, String state, String shownBy) {
        List<String> tests() {
            return TEST.matcher(shownBy)
                    .results()
                    .map(test -> test.group(1) + "." + test.group(2))
                    .toList();
        }
    }

    static List<Row> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("src/docs/features.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(
                        Integer.parseInt(row.group(1)),
                        row.group(2),
                        row.group(3),
                        row.group(4).strip()))
                .toList();
    }

    @Test
    void every_feature_has_a_row_with_a_state_and_what_belongs_to_it() throws Exception {
        assertThat(rows())
                .extracting(Row::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.state()).isIn("done", "later", "no");
            assertThat(row.tests().isEmpty())
                    .as("names tests only if done: %s", row)
                    .isEqualTo(!row.state().equals("done"));
            assertThat(row.shownBy().isEmpty() && row.state().equals("no"))
                    .as("says why not: %s", row)
                    .isFalse();
        });
    }

    @Test
    void every_test_that_a_row_names_has_run() throws Exception {
        List<String> named =
                rows().stream().flatMap(row -> row.tests().stream()).distinct().toList();

        // Reports of classes that have just ended are still being written.
        Awaitility.await("reports of the tests that features.md names")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(missing(named)).isEmpty());
    }

    private static List<String> missing(List<String> named) throws IOException {
        Map<String, Boolean> ran = new TreeMap<>();
        for (Path report : reports()) {
            RESULT.matcher(Files.readString(report, StandardCharsets.ISO_8859_1))
                    .results()
                    .forEach(result -> {
                        boolean skipped = result.group(3).isEmpty() && result.group(4) != null;
                        ran.merge(result.group(2) + "." + result.group(1), !skipped, Boolean::logicalOr);
                    });
        }
        List<String> missing = new ArrayList<>();
        for (String test : named) {
            boolean classSkipped = ran.containsKey(test.replaceFirst("[.].*", "."));
            if (!ran.containsKey(test) && (COMPLETE || !classSkipped)) {
                missing.add(test + " is in no report");
            } else if (COMPLETE && !ran.getOrDefault(test, false)) {
                missing.add(test + " was skipped");
            }
        }
        return missing;
    }

    private static List<Path> reports() throws IOException {
        List<Path> reports = new ArrayList<>();
        for (Path module : modules()) {
            for (String kind : List.of("surefire-reports", "failsafe-reports")) {
                Path directory = module.resolve("target").resolve(kind);
                if (Files.isDirectory(directory)) {
                    try (Stream<Path> files = Files.list(directory)) {
                        files.filter(file -> file.getFileName().toString().matches("TEST-.*[.]xml"))
                                .forEach(reports::add);
                    }
                }
            }
        }
        return reports;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> directories = Files.find(
                ROOT, 3, (file, attributes) -> file.getFileName().toString().equals("pom.xml"))) {
            return directories.map(Path::getParent).toList();
        }
    }
}
