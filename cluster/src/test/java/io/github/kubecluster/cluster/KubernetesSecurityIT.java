package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.SchedulerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what to a cluster on Kubernetes: owners, keys, rights. */
@OnKubernetes
class KubernetesSecurityIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    /** One that the tests look at and do not change. */
    static KubeCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = NAMESPACE.cluster().workers(1).start();
        cluster.waitForWorkers(1);
    }

    @AfterAll
    static void closeCluster() {
        cluster.close();
    }

    static Pod worker() {
        return NAMESPACE
                .pods()
                .withLabels(Labels.of(cluster.name(), Labels.WORKER))
                .list()
                .getItems()
                .get(0);
    }

    @Test
    void everything_is_owned_by_the_schedulers_job() {
        assertThat(worker().getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("Job");
            assertThat(owner.getName()).isEqualTo(cluster.name() + "-scheduler");
        });
        assertThat(NAMESPACE
                        .kubernetes()
                        .services()
                        .inNamespace(NAMESPACE.name())
                        .withName(cluster.name() + "-scheduler")
                        .get()
                        .getMetadata()
                        .getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("Job"));
    }

    @Test
    void who_has_no_certificate_of_the_cluster_is_refused() {
        SchedulerAddress address = SchedulerAddress.parse(cluster.schedulerAddress());
        SchedulerAddress plain = new SchedulerAddress("tcp", address.host(), address.port());
        SocketFactory foreign = ClusterKeys.generate(cluster.name()).client().sockets();

        assertThat(address.scheme()).isEqualTo("tls");
        assertThatThrownBy(() -> Scheduler.connect(plain, SocketFactory.getDefault(), Duration.ofSeconds(2)))
                .isInstanceOf(DaskException.class);
        assertThatThrownBy(() -> Scheduler.connect(address, foreign, Duration.ofSeconds(10)))
                .isInstanceOf(DaskException.class)
                .hasMessageContaining("do not agree on TLS");
        assertThat(cluster.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
    }

    @Test
    void python_on_this_machine_joins_with_the_certificate_of_its_user(@TempDir Path state) throws Exception {
        ConnectionFiles alone = ConnectionFiles.of(Map.of("XDG_STATE_HOME", state.toString()));
        Files.createDirectories(alone.directory());
        Files.createSymbolicLink(
                alone.file(cluster.name()), ConnectionFiles.of(System.getenv()).file(cluster.name()));

        assertThat(LocalClusterIT.python(state, """
                from kubecluster import connect
                client = connect()
                print(client.scheduler.address, client.submit(sum, [1, 2]).result())""")).isEqualTo(cluster.schedulerAddress() + " 3");
    }

    @Test
    void pods_hold_their_own_keys_alone_and_none_in_their_manifests() {
        Pod worker = worker();
        assertThat(worker.getSpec().getVolumes().get(0).getSecret().getItems())
                .extracting(KeyToPath::getKey)
                .containsExactly("ca.crt", "worker.crt", "worker.key");
        assertThat(NAMESPACE.kubernetes().getKubernetesSerialization().asYaml(worker))
                .doesNotContain("BEGIN");
    }

    @Test
    void without_the_right_to_write_secrets_nothing_is_encrypted_and_that_is_said() {
        try (KubeCluster plain = NAMESPACE.cluster().encrypted(false).start()) {
            assertThat(plain.schedulerAddress()).startsWith("tcp://");
            assertThat(plain.status().notices()).isEmpty();
        }
    }

    @Test
    void missing_rights_are_all_told_before_anything_is_created() {
        NAMESPACE
                .kubernetes()
                .serviceAccounts()
                .inNamespace(NAMESPACE.name())
                .resource(new io.fabric8.kubernetes.api.model.ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("nobody")
                        .endMetadata()
                        .build())
                .create();
        Config config = Config.fromKubeconfig(NAMESPACE.kubeconfig("nobody"));
        try (KubernetesClient nobody =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThatThrownBy(() -> RightsCheck.require(new KubernetesNamespace(nobody, NAMESPACE.name())))
                    .isInstanceOf(ClusterException.class)
                    .hasMessage(
                            "Cannot run clusters in namespace \"" + NAMESPACE
                                    + "\": account \"system:serviceaccount:" + NAMESPACE
                                    + ":nobody\" may not create jobs, get jobs, delete jobs, create services, get services, delete"
                                    + " services, create pods, get pods, list pods, watch pods, delete pods there. Have the role of"
                                    + " src/deploy/rbac.yaml applied (%kubecluster rbac prints it), or choose another namespace.");
        }
    }

    @Test
    void the_shipped_role_is_all_that_a_notebook_needs_also_to_attach_to_an_encrypted_cluster(@TempDir Path directory)
            throws Exception {
        Map<String, String> environment = withTheShippedRole(directory);
        Process owner = new KubernetesClusterIT().startOwner(environment);
        String name = ClusterContract.name(owner);

        try (KubeCluster attached = shippedRole(environment).name(name).attach()) {
            assertThat(attached.schedulerAddress()).startsWith("tls://");
            assertThat(attached.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
        }
        Map<String, String> stranger = new HashMap<>(environment);
        stranger.put("XDG_STATE_HOME", directory.resolve("elsewhere").toString());
        String elsewhere = KeptKeys.of(NAMESPACE.kubernetes().getMasterUrl().toString(), NAMESPACE.name(), stranger)
                .directory()
                .toString();
        assertThatThrownBy(() -> shippedRole(stranger).name(name).attach())
                .isInstanceOf(ClusterException.class)
                .hasMessage("Cluster \"" + name + "\" in namespace \"" + NAMESPACE
                        + "\" is encrypted, and its keys are not to be had: they are not in \"" + elsewhere
                        + "\", where the user who started it has them, and this account may not get secret \"" + name
                        + "-scheduler\". Attach as that user, or have this right given to this account.");

        close(owner);
        assertThat(NAMESPACE.remains(Map.of(Labels.CLUSTER, name))).isEmpty();
        try (Stream<Path> kept = Files.walk(directory.resolve("state"))) {
            assertThat(kept.filter(Files::isRegularFile)).isEmpty();
        }
    }

    /** The environment of a process whose account has the shipped role and no other right. */
    static Map<String, String> withTheShippedRole(Path directory) throws IOException {
        try (var rights = Files.newInputStream(Path.of(System.getProperty("root.directory"), "src/deploy/rbac.yaml"))) {
            NAMESPACE.kubernetes().load(rights).inNamespace(NAMESPACE.name()).serverSideApply();
        }
        return NAMESPACE.environment(directory);
    }

    static KubeClusterBuilder shippedRole(Map<String, String> environment) {
        return new KubeClusterBuilder(environment)
                .kubernetes("limited")
                .namespace(NAMESPACE.name())
                .template(TestPods.WORKER);
    }

    static void close(Process owner) throws Exception {
        owner.getOutputStream().write('\n');
        owner.getOutputStream().close();
        assertThat(owner.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(owner.exitValue()).isZero();
    }
}
