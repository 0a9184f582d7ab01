package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubecluster.cluster.ApiServerProxy.Answer;
import io.github.kubecluster.cluster.ApiServerProxy.Call;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An API server that answers with faults: what a user is told, and that the cluster goes on when they are over. */
@OnKubernetes
@Execution(ExecutionMode.SAME_THREAD)
class ApiServerFaultsIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    static final Duration SOON = Duration.ofMinutes(3);
    static final Answer FAILED = Answer.refusal(500, "InternalError", "etcdserver: leader changed", Map.of());

    static ApiServerProxy proxy;
    static KubeCluster cluster;

    @BeforeAll
    static void startClusterBehindProxy() throws Exception {
        proxy = new ApiServerProxy();
        cluster = proxy.cluster(NAMESPACE.name()).start();
    }

    @AfterEach
    void endFault() {
        proxy.heal();
        cluster.scale(0);
        await("no worker").atMost(SOON).until(() -> cluster.status().workers().isEmpty());
    }

    @AfterAll
    static void deleteAll() throws Exception {
        cluster.close();
        proxy.close();
    }

    static void fail(Predicate<Call> calls, Answer answer) {
        proxy.fail(call -> calls.test(call) ? Optional.of(answer) : Optional.empty());
    }

    static void awaitProblem(String sentence) {
        await("the fault is told")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.status().problem())
                        .hasValueSatisfying(problem -> assertThat(problem).matches(sentence)));
    }

    @Test
    void a_server_that_fails_is_told_and_asked_again() {
        fail(call -> call.creates("pods"), FAILED);
        cluster.scale(1);
        awaitProblem("Cannot create worker pod \"" + cluster.name() + "-worker-.{8}\" in namespace \"" + NAMESPACE
                + "\": Kubernetes has failed \\(HTTP 500: etcdserver: leader changed\\)\\. Look at its API server if"
                + " that goes on\\. It is tried again\\.");

        proxy.heal();
        cluster.waitForWorkers(1, SOON);
        assertThat(cluster.status().problem()).isEmpty();
    }

    @Test
    void a_server_that_has_too_much_to_do_is_told_and_left_alone_for_as_long_as_it_asks() {
        fail(
                call -> call.creates("pods"),
                Answer.refusal(429, "TooManyRequests", "too many requests", Map.of("Retry-After", "1")));
        cluster.scale(1);
        awaitProblem("Cannot create worker pod \"" + cluster.name() + "-worker-.{8}\" in namespace \"" + NAMESPACE
                + "\": Kubernetes has too much to do \\(HTTP 429: too many requests\\)\\. Ask for less at a time if that"
                + " goes on\\. It is tried again\\.");

        proxy.heal();
        cluster.waitForWorkers(1, SOON);
        assertThat(cluster.status().problem()).isEmpty();
    }

    @Test
    void a_worker_that_cannot_be_deleted_is_told_and_deleted_later() {
        cluster.scale(1);
        cluster.waitForWorkers(1, SOON);
        fail(call -> call.deletes("pods"), FAILED);
        cluster.scale(0);
        awaitProblem("Cannot delete pod \"" + cluster.name() + "-worker-.{8}\" in namespace \"" + NAMESPACE
                + "\": Kubernetes has failed \\(HTTP 500: etcdserver: leader changed\\)\\. Look at its API server if"
                + " that goes on\\. It is tried again\\.");

        proxy.heal();
        await("the worker is gone")
                .atMost(SOON)
                .until(() -> cluster.status().workers().isEmpty());
        await("no problem is left").until(() -> cluster.status().problem().isEmpty());
    }

    @Test
    void what_happened_while_a_watch_had_expired_is_seen() throws Exception {
        cluster.scale(1);
        cluster.waitForWorkers(1, SOON);
        String worker = cluster.status().workers().get(0).name();
        fail(call -> call.watches("pods"), new Answer(200, Map.of(), """
                        {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "status": "Failure", \
                        "reason": "Expired", "message": "too old resource version: 1 (2)", "code": 410}}
                        """));
        proxy.endWatches();
        await("the expired watch")
                .atMost(SOON)
                .until(() -> proxy.calls().stream()
                                .filter(call -> call.watches("pods"))
                                .count()
                        > 1);

        NAMESPACE.pods().withName(worker).delete();
        proxy.heal();

        await("another worker")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.status().workers())
                        .singleElement()
                        .satisfies(other -> {
                            assertThat(other.name()).isNotEqualTo(worker);
                            assertThat(other.phase()).isEqualTo(WorkerStatus.Phase.READY);
                        }));
        assertThat(cluster.status().problem()).isEmpty();
    }

    @Test
    void a_start_that_the_server_fails_says_so_and_leaves_nothing() {
        fail(call -> call.creates("services"), FAILED);
        KubeCluster refused = proxy.cluster(NAMESPACE.name()).startInBackground();

        assertThatThrownBy(refused::waitForScheduler)
                .isInstanceOf(ClusterException.class)
                .hasMessage("Cannot create service \"" + refused.name() + "-scheduler\" in namespace \"" + NAMESPACE
                        + "\": Kubernetes has failed (HTTP 500: etcdserver: leader changed). Look at its API server if"
                        + " that goes on.");
        await("no job but that of the other cluster")
                .untilAsserted(() -> assertThat(NAMESPACE
                                .kubernetes()
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(NAMESPACE.name())
                                .list()
                                .getItems())
                        .extracting(job -> job.getMetadata().getName())
                        .containsExactly(cluster.name() + "-scheduler"));
    }
}
