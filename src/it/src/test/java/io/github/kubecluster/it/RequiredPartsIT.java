package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds whoever asks for all tests to the parts that some of them need: they would be skipped without. */
class RequiredPartsIT {
    static final List<String> REQUIRED =
            List.of(System.getProperty("required", "").split(","));

    @Test
    void a_required_kubernetes_is_named() {
        assertThat(REQUIRED.contains("kubernetes")
                        && System.getProperty("kubernetes.context", "").isBlank())
                .as("kubernetes is required and -Dkubernetes.context is not given")
                .isFalse();
    }

    @Test
    void a_required_browser_is_there() {
        assertThat(REQUIRED.contains("browser") && Chromium.program().isEmpty())
                .as("a browser is required and no Chromium is installed")
                .isFalse();
    }

    @Test
    void a_required_hub_can_be_made() {
        assertThat(REQUIRED.contains("hub") && !Hub.isPossible())
                .as("a hub is required and Chromium or npm is not installed")
                .isFalse();
    }

    @Test
    void a_required_chart_is_named() {
        assertThat(REQUIRED.contains("chart")
                        && System.getProperty("hub.chart", "").isBlank())
                .as("a chart is required and -Dhub.chart is not given")
                .isFalse();
    }

    @Test
    void a_required_helm_is_there() {
        assertThat(REQUIRED.contains("helm") && ChartHub.helm().isEmpty())
                .as("helm is required, src/it/hub/helm has not made one, and none is on the PATH")
                .isFalse();
    }

    @Test
    void required_network_policies_can_be_enforced() {
        assertThat(REQUIRED.contains("network-policies") && !EnforcedPolicies.isPossible())
                .as("network policies are required, and " + EnforcedPolicies.NEEDS)
                .isFalse();
    }
}
