package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values for a hub, against the schema of the zero-to-jupyterhub chart. */
@EnabledIfSystemProperty(
        named = "hub.chart",
        matches = ".+",
        disabledReason = "no chart is named: give -Dhub.chart=DIRECTORY")
class HubValuesIT {
    static final Path SHIPPED = Product.ROOT.resolve("src/deploy/values.yaml");

    @TempDir
    Path directory;

    static String objections(Path... values) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Product.PYTHON.toString(),
                Path.of(HubValuesIT.class.getResource("/check_values.py").toURI())
                        .toString(),
                System.getProperty("hub.chart")));
        for (Path file : values) {
            command.add(file.toString());
        }
        Finished check = Finished.run(Map.of(), command);
        assertThat(check.exitCode()).as(check.output()).isZero();
        return check.output();
    }

    @Test
    void the_chart_takes_the_shipped_values() throws Exception {
        assertThat(objections(SHIPPED)).isEmpty();
        assertThat(objections(SHIPPED, SHIPPED.resolveSibling("values-user-namespaces.yaml")))
                .isEmpty();
    }

    @Test
    void the_chart_takes_the_values_that_are_printed() throws Exception {
        Finished printed = Finished.run(Map.of(), Product.command("values", "--image", "team/notebook:7"));
        Path values = Files.writeString(directory.resolve("values.yaml"), printed.output());

        assertThat(objections(values)).isEmpty();
        assertThat(printed.output()).contains("    name: \"team/notebook\"\n    tag: \"7\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serviceAccountName: kubecluster | serviceAccount: kubecluster",
                "mountPath: /etc/dask/kubernetes.yaml | ''",
                "maxAge: 172800 | maxAge: two days",
            })
    void a_value_that_the_chart_does_not_know_is_found(String right, String wrong) throws Exception {
        String shipped = Files.readString(SHIPPED);
        assertThat(shipped).contains(right);

        assertThat(objections(changed(shipped.replace(right, wrong)))).isNotEmpty();
    }

    private Path changed(String text) throws IOException {
        return Files.writeString(directory.resolve("changed.yaml"), text);
    }
}
