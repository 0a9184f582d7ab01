package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesErrorsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_kubernetes_that_does_not_answer_is_told_so_and_asked_again(int code) {
        ClusterException told = KubernetesErrors.of(
                "create worker pod \"w\"",
                "demo",
                new KubernetesClientException(
                        "An error has occurred.", new ConnectException("refused"), code, null, null));

        assertThat(told)
                .hasMessage(
                        "Cannot create worker pod \"w\" in namespace \"demo\": Kubernetes does not answer (refused)."
                                + " Check the network and the kubeconfig.");
        assertThat(KubernetesErrors.mayPass(told)).isTrue();
    }
}
