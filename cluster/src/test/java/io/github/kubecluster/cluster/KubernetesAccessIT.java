package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@OnKubernetes
@Execution(ExecutionMode.SAME_THREAD)
class KubernetesAccessIT {
    @RegisterExtension
    static final TestNamespace FIRST = new TestNamespace();

    @RegisterExtension
    static final TestNamespace SECOND = new TestNamespace();

    @TempDir
    static Path directory;

    static Path authority;

    @BeforeAll
    static void keepTheAuthority() throws IOException {
        authority = Files.write(
                directory.resolve("ca.crt"),
                Base64.getDecoder().decode(FIRST.kubernetes().getConfiguration().getCaCertData()));
    }

    /** Makes an account that may do everything in the first namespace, and returns a token of it. */
    static String token(String account) {
        FIRST.kubernetes()
                .serviceAccounts()
                .inNamespace(FIRST.name())
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .endMetadata()
                        .build())
                .create();
        FIRST.kubernetes()
                .rbac()
                .roleBindings()
                .inNamespace(FIRST.name())
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "admin")
                        .addNewSubject("", "ServiceAccount", account, FIRST.name())
                        .build())
                .create();
        return FIRST.token(account);
    }

    static KubernetesServer server() {
        return KubernetesServer.at(FIRST.kubernetes().getMasterUrl().toString()).withAuthority(authority);
    }

    static List<ClusterEntry> list(KubernetesServer server, Map<String, String> environment) {
        return new KubeClusterBuilder(environment)
                .kubernetes(server)
                .namespace(FIRST.name())
                .list();
    }

    static String kubeconfig(String name, String user) throws IOException {
        return Files.writeString(directory.resolve(name), """
                apiVersion: v1
                kind: Config
                current-context: one
                contexts:
                - {name: one, context: {cluster: c, user: u, namespace: "%s"}}
                - {name: two, context: {cluster: c, user: u, namespace: "%s"}}
                clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: u, user: %s}]
                """.formatted(
                                FIRST, SECOND, FIRST.kubernetes().getMasterUrl(), authority, user))
                .toString();
    }

    @Test
    void a_given_server_takes_a_token_or_the_file_of_one_as_it_is_renewed() throws IOException {
        String good = token("given");
        Path file = Files.writeString(directory.resolve("token"), good + "\n");

        assertThat(list(server().withToken(good), Map.of())).isEmpty();
        assertThat(list(server().withTokenFile(file), Map.of())).isEmpty();

        try (KubernetesConnection connection =
                new KubernetesAccess(server().withTokenFile(file), null, FIRST.name(), Map.of()).connect()) {
            Files.writeString(file, "worn out");
            assertThatThrownBy(() -> connection.namespace().pods().list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(401));
            Files.writeString(file, good);
            assertThat(connection.namespace().pods().list().getItems()).isEmpty();
        }
    }

    @Test
    void a_given_server_takes_a_certificate() throws IOException {
        Config admin = FIRST.kubernetes().getConfiguration();
        Path certificate =
                Files.write(directory.resolve("me.crt"), Base64.getDecoder().decode(admin.getClientCertData()));
        Path key = Files.write(directory.resolve("me.key"), Base64.getDecoder().decode(admin.getClientKeyData()));

        assertThat(list(server().withCertificate(certificate, key), Map.of())).isEmpty();
    }

    @Test
    void credentials_that_are_not_accepted_are_told() {
        assertThatThrownBy(() -> list(server().withToken("worn-out"), Map.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessage("There is no way to Kubernetes at \""
                        + FIRST.kubernetes().getMasterUrl() + "\": \""
                        + FIRST.kubernetes().getMasterUrl()
                        + "\" does not accept the credentials (HTTP 401); log in again."
                        + " Correct that, or start the cluster with --local.");
    }

    @Test
    void an_exec_plug_in_gives_the_token_and_a_new_one_when_that_is_worn_out() throws IOException {
        Path token = Files.writeString(directory.resolve("plugged"), token("first"));
        Path plugin = Files.writeString(directory.resolve("plugin"), """
                #!/bin/sh
                printf '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",'
                printf ' "status": {"token": "%%s"}}' "$(cat '%s')"
                """.formatted(token));
        assertThat(plugin.toFile().setExecutable(true)).isTrue();
        String kubeconfig = kubeconfig(
                "exec",
                "{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: \"" + plugin
                        + "\"}}");

        try (KubernetesConnection connection =
                new KubernetesAccess(null, "one", null, Map.of("KUBECONFIG", kubeconfig)).connect()) {
            assertThat(connection.namespace().pods().list().getItems()).isEmpty();

            String worn = Files.readString(token);
            Files.writeString(token, token("second"));
            FIRST.kubernetes()
                    .serviceAccounts()
                    .inNamespace(FIRST.name())
                    .withName("first")
                    .delete();
            await("the first token is worn out")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThatThrownBy(() -> list(server().withToken(worn), Map.of()))
                            .hasMessageContaining("HTTP 401"));
            assertThat(connection.namespace().pods().list().getItems()).isEmpty();
        }
    }

    @Test
    void two_clusters_in_two_contexts_run_in_one_process() throws IOException {
        Config admin = FIRST.kubernetes().getConfiguration();
        String kubeconfig = kubeconfig(
                "two",
                "{client-certificate-data: " + admin.getClientCertData() + ", client-key-data: "
                        + admin.getClientKeyData() + "}");
        KubeClusterBuilder one = builder(kubeconfig, "one");
        KubeClusterBuilder two = builder(kubeconfig, "two");

        try (KubeCluster first = one.workers(1).start();
                KubeCluster second = two.workers(1).start()) {
            first.waitForWorkers(1);
            second.waitForWorkers(1);

            assertThat(first.status().place().description())
                    .isEqualTo("Kubernetes context \"one\", namespace \"" + FIRST + "\"");
            assertThat(second.status().place().description())
                    .isEqualTo("Kubernetes context \"two\", namespace \"" + SECOND + "\"");
            assertThat(one.list()).extracting(ClusterEntry::name).containsExactly(first.name());
            assertThat(two.list()).extracting(ClusterEntry::name).containsExactly(second.name());
            assertThat(first.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
            assertThat(second.client().submit("operator.add", 3, 4).result()).isEqualTo(7L);
        }
    }

    static KubeClusterBuilder builder(String kubeconfig, String context) {
        return new KubeClusterBuilder(Map.of("KUBECONFIG", kubeconfig))
                .kubernetes(context)
                .template(new KubernetesClusterIT().template());
    }

    @Test
    void the_proxy_of_the_environment_is_used_unless_the_server_is_exempt() throws IOException {
        KubernetesServer server = server().withToken(token("behind-a-proxy"));
        String host = URI.create(server.url()).getHost();
        try (Proxy proxy = new Proxy()) {
            Map<String, String> environment = Map.of("HTTPS_PROXY", proxy.address());

            assertThat(list(server, environment)).isEmpty();
            assertThat(proxy.asked).allSatisfy(line -> assertThat(line).startsWith("CONNECT " + host + ":"));
            int before = proxy.asked.size();
            assertThat(before).isPositive();

            assertThat(list(server, Map.of("HTTPS_PROXY", proxy.address(), "NO_PROXY", "localhost," + host)))
                    .isEmpty();
            assertThat(proxy.asked).hasSize(before);
        }
    }

    /** A proxy that opens tunnels, and keeps what it was asked for. */
    static final class Proxy implements AutoCloseable {
        final List<String> asked = new CopyOnWriteArrayList<>();
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        Proxy() throws IOException {
            run(() -> {
                while (true) {
                    Socket client = listening.accept();
                    open.add(client);
                    run(() -> tunnel(client));
                }
            });
        }

        String address() {
            return "http://127.0.0.1:" + listening.getLocalPort();
        }

        private void tunnel(Socket client) throws IOException {
            InputStream in = client.getInputStream();
            List<String> head = new ArrayList<>(List.of(line(in)));
            while (!head.get(head.size() - 1).isEmpty()) {
                head.add(line(in));
            }
            asked.add(head.get(0));
            String[] target = head.get(0).split("[ :]", -1);
            Socket server = new Socket(target[1], Integer.parseInt(target[2]));
            open.add(server);
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(UTF_8));
            run(() -> server.getInputStream().transferTo(client.getOutputStream()));
            OutputStream out = server.getOutputStream();
            in.transferTo(out);
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString().strip();
        }

        private interface Work {
            void run() throws IOException;
        }

        /** What a closed socket ends is at its end. */
        private void run(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    if (!listening.isClosed() && open.isEmpty()) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
