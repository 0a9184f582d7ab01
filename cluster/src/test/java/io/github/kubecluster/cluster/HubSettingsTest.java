package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSettingsTest {
    static String shipped(String name) throws Exception {
        return Files.readString(Path.of(System.getProperty("root.directory"), "src/deploy", name));
    }

    @Test
    void the_shipped_network_policy_is_printed_for_a_namespace() throws Exception {
        assertThat(HubSettings.networkPolicy("analytics"))
                .isEqualTo(shipped("networkpolicy.yaml")
                        .replace("\nmetadata:\n", "\nmetadata:\n  namespace: \"analytics\"\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "notebook:7, notebook, 7",
        "registry.example.org:5000/team/notebook, registry.example.org:5000/team/notebook, latest",
        "team/notebook@sha256:abc, team/notebook@sha256, abc",
    })
    void the_shipped_values_are_printed_with_the_chart_s_two_parts_of_an_image(String image, String name, String tag)
            throws Exception {
        assertThat(HubSettings.values(image, "notebook"))
                .isEqualTo(shipped("values.yaml")
                        .replace(
                                "    name: kubecluster/singleuser\n    tag: dev\n",
                                "    name: \"" + name + "\"\n    tag: \"" + tag + "\"\n")
                        .replace("serviceAccountName: kubecluster", "serviceAccountName: \"notebook\"")
                        .replace("DASK_IMAGE: kubecluster/singleuser:dev", "DASK_IMAGE: \"" + image + "\""));
    }
}
