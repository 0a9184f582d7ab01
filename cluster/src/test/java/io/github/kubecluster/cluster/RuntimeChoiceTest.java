package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeChoiceTest {
    static final RuntimeChoice BY_WHAT_IS_THERE = RuntimeChoice.BY_WHAT_IS_THERE.withPython("/opt/python3");
    static final RuntimeChoice LOCAL = BY_WHAT_IS_THERE.local();

    @Test
    void an_explicit_choice_wins() {
        assertThat(LOCAL.open(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")).place())
                .isEqualTo(new Place(Place.Kind.LOCAL, "local processes with /opt/python3", "asked for"));
    }

    @Test
    void the_environment_decides_where_nothing_was_asked_for() {
        assertThat(BY_WHAT_IS_THERE
                        .open(Map.of("KUBECLUSTER_RUNTIME", "local"))
                        .place()
                        .reason())
                .isEqualTo("KUBECLUSTER_RUNTIME is \"local\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BY_WHAT_IS_THERE.open(Map.of("KUBECLUSTER_RUNTIME", "docker")))
                .withMessage("KUBECLUSTER_RUNTIME is \"docker\". Set it to \"local\" or \"kubernetes\", or unset it.");
    }

    @Test
    void in_a_pod_without_a_token_nothing_falls_back_to_local() {
        assertThatThrownBy(() -> BY_WHAT_IS_THERE.open(
                        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBECONFIG", "/no/kubeconfig")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("this pod has no service-account token");
    }

    @Test
    void a_server_of_the_configuration_is_taken_unless_something_else_is_chosen() {
        RuntimeChoice configured = BY_WHAT_IS_THERE.withServer(KubernetesServer.at("https://127.0.0.1:9"));

        assertThat(configured.access(Map.of()).server()).hasToString("https://127.0.0.1:9");
        assertThat(configured
                        .open(Map.of("KUBECLUSTER_RUNTIME", "local"))
                        .place()
                        .kind())
                .isEqualTo(Place.Kind.LOCAL);
        assertThat(configured.kubernetes("prod", null).access(Map.of()).server())
                .isNull();
    }
}
