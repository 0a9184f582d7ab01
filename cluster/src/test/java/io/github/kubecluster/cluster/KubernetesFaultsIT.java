package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What goes wrong on a real Kubernetes is told in one sentence, here with all its words. */
@OnKubernetes
class KubernetesFaultsIT {
    static final String CONTEXT = TestNamespace.CONTEXT;

    @RegisterExtension
    static final TestNamespace FREE = new TestNamespace("kubecluster-free", Map.of());

    @RegisterExtension
    static final TestNamespace SMALL = new TestNamespace("kubecluster-small", Map.of());

    @RegisterExtension
    static final TestNamespace STRICT =
            new TestNamespace("kubecluster-strict", Map.of("pod-security.kubernetes.io/enforce", "restricted"));

    static final Duration SOON = Duration.ofMinutes(3);

    @BeforeAll
    static void limitMemoryInTheSmallOne() {
        FREE.kubernetes()
                .limitRanges()
                .inNamespace(SMALL.name())
                .resource(new LimitRangeBuilder()
                        .withNewMetadata()
                        .withName("small")
                        .endMetadata()
                        .withNewSpec()
                        .addNewLimit()
                        .withType("Container")
                        .addToMax("memory", new Quantity("200M"))
                        .endLimit()
                        .endSpec()
                        .build())
                .create();
    }

    static KubeClusterBuilder builder(TestNamespace namespace, String template) {
        return KubeCluster.builder()
                .kubernetes(CONTEXT)
                .namespace(namespace.name())
                .template(template)
                .narrator(ignored -> {});
    }

    static Arguments fault(String change, String to, String sentence) {
        return Arguments.of(TestPods.WORKER.replace(change, to), sentence);
    }

    /** Faults that the scheduler's pod has too, since it is made from the same template. */
    static final List<Arguments> SCHEDULER_FAULTS = List.of(
            fault(
                    "image: ",
                    "image: registry.invalid/acme/",
                    "image \"registry\\.invalid/acme/kubecluster/dask:dev\" cannot be had: failed to pull and unpack image .*"),
            fault("cpu: 20m", "cpu: 500", "Unschedulable: 0/\\d+ nodes are available: .*Insufficient cpu.*"),
            fault(
                    "spec:\n",
                    "spec:\n  nodeSelector: {disk: ssd}\n",
                    "Unschedulable: 0/\\d+ nodes are available: .*didn't match Pod's node affinity/selector.*"),
            fault(
                    "spec:\n",
                    "spec:\n  volumes: [{name: data, persistentVolumeClaim: {claimName: nothing}}]\n",
                    "Unschedulable: 0/\\d+ nodes are available: persistentvolumeclaim \"nothing\" not found.*"),
            Arguments.of(
                    TestPods.WORKER
                            .replace("    args:", "    volumeMounts: [{name: data, mountPath: /data}]\n    args:")
                            .replace("spec:\n", "spec:\n  volumes: [{name: data, secret: {secretName: nothing}}]\n"),
                    "FailedMount: MountVolume\\.SetUp failed for volume \"data\" : secret \"nothing\" not found"),
            fault(
                    "    args:",
                    "    envFrom: [{configMapRef: {name: nothing}}]\n    args:",
                    "CreateContainerConfigError: configmap \"nothing\" not found"),
            fault(
                    "spec:\n",
                    "spec:\n  initContainers: [{name: setup, image: 'kubecluster/dask:dev', command: [sleep, '600']}]\n",
                    "runs its init container \"setup\""),
            fault(
                    "spec:\n",
                    "spec:\n  serviceAccountName: nobody\n",
                    "its pod is refused: pods \"dask-.*-scheduler-\" is forbidden: error looking up service account "
                            + "kubecluster-free-.{8}/nobody: serviceaccount \"nobody\" not found"));

    @ParameterizedTest
    @FieldSource("SCHEDULER_FAULTS")
    void a_start_that_does_not_get_on_says_why(String template, String sentence) {
        KubeCluster cluster = builder(FREE, template).startInBackground();
        try {
            await("the reason is told")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(cluster.status().scheduler())
                            .matches(Pattern.compile(sentence, Pattern.DOTALL)));
        } finally {
            cluster.closeInBackground();
        }
    }

    @Test
    void a_limit_range_is_told() {
        assertSchedulerIs(
                builder(SMALL, TestPods.WORKER),
                "its pod is refused: pods \"dask-.*\" is forbidden: maximum memory usage per Container is 200M, but limit is "
                        + "300M");
    }

    @Test
    void a_pod_security_standard_is_told() {
        assertSchedulerIs(
                builder(STRICT, TestPods.WORKER),
                "its pod is refused: pods \"dask-.*\" is forbidden: violates PodSecurity \"restricted:latest\": .*runAsNonRoot != true.*");
    }

    @Test
    void a_pod_without_a_log_says_so_in_its_place() {
        KubeCluster cluster = builder(FREE, TestPods.WORKER.replace("image: ", "image: registry.invalid/acme/"))
                .startInBackground();
        try {
            await("the scheduler's pod")
                    .atMost(SOON)
                    .until(() -> !cluster.pods().names().isEmpty());
            String scheduler = cluster.pods().names().get(0);

            assertThat(cluster.pods().logs(LogQuery.last(1)).get(scheduler))
                    .singleElement()
                    .asString()
                    .startsWith("(Cannot read the log of pod \"" + scheduler + "\" in namespace \"" + FREE + "\": ");
        } finally {
            cluster.closeInBackground();
        }
    }

    static void assertSchedulerIs(KubeClusterBuilder builder, String sentence) {
        KubeCluster cluster = builder.startInBackground();
        try {
            await("the reason is told")
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(cluster.status().scheduler()).matches(sentence));
        } finally {
            cluster.closeInBackground();
        }
    }

    @Test
    void a_taint_is_told() {
        String node = FREE.name() + "-tainted";
        FREE.kubernetes()
                .nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .addToLabels("kubecluster-test", node)
                        .endMetadata()
                        .withNewSpec()
                        .addNewTaint("NoSchedule", "only-for", null, "others")
                        .endSpec()
                        .build())
                .create();
        try {
            assertSchedulerIs(
                    builder(
                            FREE,
                            TestPods.WORKER.replace(
                                    "spec:\n", "spec:\n  nodeSelector: {kubecluster-test: " + node + "}\n")),
                    "Unschedulable: 0/\\d+ nodes are available: .*1 node\\(s\\) had untolerated taint.*");
        } finally {
            FREE.kubernetes().nodes().withName(node).delete();
        }
    }

    @Test
    void a_scheduler_that_ends_because_the_network_keeps_its_owner_from_it_says_so() {
        String unreachable = TestPods.SCHEDULER.replace(
                "    resources:", "    args: [dask-scheduler, --host, 127.0.0.1]\n    resources:");
        KubeCluster cluster = builder(FREE, TestPods.WORKER + "---\n" + unreachable)
                .lifeline(Duration.ofSeconds(5))
                .startInBackground();

        assertThatThrownBy(cluster::waitForScheduler)
                .isInstanceOf(ClusterException.class)
                .hasMessageMatching(
                        "(?s)The scheduler of cluster \"" + cluster.name() + "\" has ended: ended by itself\\."
                                + "\nIts last words:\n.*Nothing was heard of the owner of this cluster for 5 s: the scheduler ends\n.*"
                                + "\nIf it heard nothing of its owner, the network keeps this process from it: have a hub's"
                                + " singleuser\\.networkPolicy set as %kubecluster values prints it, or run the notebook in a pod or on"
                                + " a node\\. Else start another one\\.");
    }

    @Test
    void a_namespace_that_is_not_there_is_told() {
        assertThatThrownBy(() ->
                        builder(FREE, TestPods.WORKER).namespace("nowhere").start())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("namespaces \"nowhere\" not found");
    }

    /** Faults of the worker alone: the scheduler runs a command of its own. */
    static final List<Arguments> WORKER_FAULTS = List.of(
            fault(
                    "[dask-worker, --nthreads, '1']",
                    "[sh, -c, 'echo the disk is full; exit 3']",
                    ": container \"dask\" ended with exit code 3\\.\nIts last words:\n    the disk is full\n.*"),
            fault(
                    "[dask-worker, --nthreads, '1']",
                    "[python, -c, \"b'x' * 600_000_000\"]",
                    ": OOMKilled: container \"dask\" used more memory than its limit of 300M\\..*"),
            fault(
                    "[dask-worker, --nthreads, '1']",
                    "[no-such-program]",
                    ": container \"dask\" ended with exit code 127\\.\nIts last words:\n.*no-such-program: not found.*"),
            fault(
                    "args: [dask-worker, --nthreads, '1']",
                    "command: [no-such-program]",
                    ": container \"dask\" ended with exit code 128: .*\"no-such-program\": executable file not found.*"),
            fault(
                    "[dask-worker, --nthreads, '1']",
                    "[python, -m, 'distributed.cli.no_such_command']",
                    ": container \"dask\" ended with exit code 1\\.\nIts last words:\n"
                            + ".*No module named distributed\\.cli\\.no_such_command.*"));

    @ParameterizedTest
    @FieldSource("WORKER_FAULTS")
    void a_worker_that_ends_says_why_and_what_it_said_last(String template, String sentence) {
        KubeCluster cluster = builder(FREE, template).workers(1).startInBackground();
        try {
            await("the reason is told")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(cluster.status().problem())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .matches(Pattern.compile("Worker \"dask-.*\"" + sentence, Pattern.DOTALL))));
        } finally {
            cluster.closeInBackground();
        }
    }
}
