package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesAccessTest {
    @TempDir
    Path directory;

    Path kubeconfig(String text) throws IOException {
        return Files.writeString(directory.resolve("config"), text);
    }

    static KubernetesAccess access(Map<String, String> environment) {
        return new KubernetesAccess(null, null, null, environment);
    }

    @Test
    void the_contexts_of_the_kubeconfig_are_listed() throws IOException {
        Path file = kubeconfig("""
                apiVersion: v1
                kind: Config
                contexts:
                - name: prod
                  context: {cluster: a, user: b}
                - name: test
                  context: {cluster: a, user: b}
                """);
        assertThat(KubeconfigWay.contexts(Map.of("KUBECONFIG", file.toString())))
                .containsExactly("prod", "test");
    }

    @Test
    void without_a_kubeconfig_there_are_no_contexts() {
        assertThat(KubeconfigWay.contexts(
                        Map.of("KUBECONFIG", directory.resolve("missing").toString())))
                .isEmpty();
    }

    @Test
    void each_way_that_was_tried_is_told_with_its_reason() {
        assertThatThrownBy(
                        access(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBECONFIG", "/no/kubeconfig"))::connect)
                .isInstanceOf(ClusterException.class)
                .hasMessage("""
                        There is no way to Kubernetes.
                        Kubernetes of this pod: this pod has no service-account token; have the hub's administrator set \
                        singleuser.serviceAccountName.
                        Kubernetes of the kubeconfig's current context: the file "/no/kubeconfig" cannot be read; set \
                        KUBECONFIG to one that is there.
                        Correct one of these, or start the cluster with --local.""");
    }

    @Test
    void a_plug_in_that_gives_no_credential_is_named_with_its_command() throws IOException {
        Path file = kubeconfig("""
                apiVersion: v1
                kind: Config
                current-context: cloud
                contexts: [{name: cloud, context: {cluster: c, user: me}}]
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]
                users:
                - name: me
                  user:
                    exec:
                      apiVersion: client.authentication.k8s.io/v1
                      command: "false"
                      args: [get-token, --region, mars]
                      interactiveMode: Never
                """);

        assertThatThrownBy(access(Map.of("KUBECONFIG", file.toString()))::connect)
                .isInstanceOf(ClusterException.class)
                .hasMessage("""
                        There is no way to Kubernetes.
                        Kubernetes of this pod: this process runs in no pod.
                        Kubernetes of the kubeconfig's current context: the exec plug-in "false get-token --region mars" \
                        of user "me" gave no credential; run it by hand to see why.
                        Correct one of these, or start the cluster with --local.""");
    }

    @Test
    void a_given_server_is_the_only_way() {
        KubernetesServer server =
                KubernetesServer.at("https://127.0.0.1:9").withToken("hunter2").withAuthority(Path.of("/no/ca.crt"));

        assertThatThrownBy(new KubernetesAccess(server, null, null, Map.of())::connect)
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "There is no way to Kubernetes at \"https://127.0.0.1:9\": the file of the certificate authority,"
                                + " \"/no/ca.crt\", cannot be read. Correct that, or start the cluster with --local.");
        assertThat(server).asString().doesNotContain("hunter2");
    }

    @Test
    void what_does_not_fit_together_is_refused() {
        KubernetesServer server = KubernetesServer.at("https://10.0.0.1:6443");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KubernetesServer.at("10.0.0.1:6443"))
                .withMessage(
                        "\"10.0.0.1:6443\" is no address of a Kubernetes API server. Write it as https://HOST:PORT.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.withToken("hunter2").withTokenFile(Path.of("token")))
                .withMessage(
                        "Kubernetes at \"https://10.0.0.1:6443\" is given a token and a file of a token, \"token\"."
                                + " Give one of them.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesServer(server.url(), null, null, null, Path.of("crt"), null))
                .withMessage("Kubernetes at \"https://10.0.0.1:6443\" is given a certificate without its key, or a key"
                        + " without its certificate. Give both.");
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, '', false",
        "api.example.com, *, true",
        "api.example.com, 'localhost, .example.com', true",
        "api.example.com, example.com, true",
        "api.example.com, *.example.com, true",
        "api.badexample.com, example.com, false",
        "my-api.corp, my-api.corp, true",
        "10.96.0.1, 10.0.0.0/8, true",
        "11.96.0.1, 10.0.0.0/8, false",
        "10.96.0.1, 10.96.0.1, true",
        "[fd00::1], fd00::/8, true",
        "api.example.com, 10.0.0.0/8, false",
    })
    void a_host_is_exempt_from_the_proxy_as_for_kubectl(String host, String noProxy, boolean exempt) {
        assertThat(HttpProxy.isExempt(host, noProxy)).isEqualTo(exempt);
    }
}
