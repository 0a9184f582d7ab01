package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeChoiceTest {
    static final RuntimeChoice BY_WHAT_IS_THERE = new RuntimeChoice(null, null, null, "/opt/python3");
    static final RuntimeChoice LOCAL = new RuntimeChoice(Place.Kind.LOCAL, null, null, "/opt/python3");
    static final RuntimeChoice KUBERNETES = new RuntimeChoice(Place.Kind.KUBERNETES, null, null, null);

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
        assertThatThrownBy(() -> BY_WHAT_IS_THERE.open(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "This notebook runs in a pod that has no service-account token, so it may not ask Kubernetes for "
                                + "anything. Have the hub's administrator set singleuser.serviceAccountName, or start the cluster "
                                + "with --local.");
    }

    @Test
    void a_kubeconfig_that_is_not_there_is_named() {
        assertThatThrownBy(() -> KUBERNETES.open(Map.of("KUBECONFIG", "/no/kubeconfig")))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "Cannot read the kubeconfig \"/no/kubeconfig\". Set KUBECONFIG to one that is there, or start "
                                + "the cluster with --local.");
    }
}
