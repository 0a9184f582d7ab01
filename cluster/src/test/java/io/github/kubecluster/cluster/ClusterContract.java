package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.DaskFuture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** What a cluster does, wherever its pods run. */
interface ClusterContract {
    /** A builder for the place under test, with a template that works there. */
    KubeClusterBuilder builder();

    /** The template of {@link #builder()}. */
    String template();

    /** Names everything that is left of a cluster: objects, processes, files. */
    List<String> remains(String cluster);

    /** The environment in which {@link ClusterOwner} uses the place under test. */
    Map<String, String> ownerEnvironment();

    /** Several clusters of these tests start at a time, on as many cores as there are. */
    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofMinutes(3));
    }

    default void assertNothingRemains(String cluster) {
        await("nothing of " + cluster + " remains")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(remains(cluster)).isEmpty());
    }

    @Test
    default void a_cluster_computes_grows_shrinks_and_leaves_nothing() {
        KubeCluster cluster = builder().workers(2).start();
        try (cluster) {
            cluster.waitForWorkers(2);
            assertThat(cluster.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);

            cluster.scaleUp(3);
            assertThat(cluster.status().ready()).isEqualTo(3);
            assertThat(cluster.status().phase()).isEqualTo(ClusterPhase.RUNNING);
            assertThat(cluster.status().dashboardLink())
                    .hasValueSatisfying(
                            link -> assertThat(link).startsWith("http://").endsWith("/status"));

            cluster.scale(1);
            await("one worker is left")
                    .untilAsserted(() -> assertThat(cluster.status().workers())
                            .singleElement()
                            .satisfies(worker -> assertThat(worker.phase()).isEqualTo(Phase.READY)));
            assertThat(cluster.client().submit("operator.add", 3, 4).result()).isEqualTo(7L);
        }
        assertThat(remains(cluster.name())).isEmpty();
        assertThat(cluster.status().phase()).isEqualTo(ClusterPhase.CLOSED);
        assertThatIllegalStateException()
                .isThrownBy(() -> cluster.scale(1))
                .withMessage("Cluster \"" + cluster.name() + "\" is closed. Start another one.");
    }

    @Test
    default void a_result_that_only_one_worker_holds_survives_its_removal() {
        try (KubeCluster cluster = builder().workers(3).start()) {
            cluster.waitForWorkers(3);
            DaskClient client = cluster.client();
            List<DaskFuture> results = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                results.add(client.submit("operator.mul", i, 10));
            }
            results.forEach(DaskFuture::result);

            cluster.scale(1);
            await("one worker is left").until(() -> cluster.status().workers().size() == 1);

            for (int i = 0; i < 12; i++) {
                assertThat(results.get(i).result()).isEqualTo(i * 10L);
            }
        }
    }

    @Test
    default void under_load_an_adaptive_cluster_grows_and_without_it_shrinks() {
        try (KubeCluster cluster = builder().adapt(1, 3).start()) {
            cluster.waitForWorkers(1);
            List<DaskFuture> burst = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                burst.add(cluster.client().submit("time.sleep", 1));
            }
            await("three workers")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> cluster.status().ready() == 3);
            burst.subList(0, 20).forEach(DaskFuture::result);
            cluster.client().cancel(burst.toArray(DaskFuture[]::new));
            await("one worker")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> cluster.status().workers().size() == 1);
        }
    }

    @Test
    default void a_second_cluster_of_the_same_name_is_refused_and_the_first_goes_on() {
        try (KubeCluster first = builder().name("twin-{uuid}").start()) {
            KubeClusterBuilder second = builder().name(first.name());

            assertThatThrownBy(second::start)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("\"" + first.name() + "\"")
                    .hasMessageEndingWith("Close it, or start this one under another name.");
            first.scaleUp(1);
        }
    }

    @Test
    default void workers_that_end_by_themselves_are_explained_with_their_last_words() {
        String broken =
                template().replace("dask-worker", "python, -c, 'import sys; sys.exit(\"no license for this worker\")'");
        try (KubeCluster cluster = builder().template(broken).workers(1).start()) {
            assertThatThrownBy(() -> cluster.waitForWorkers(1, Duration.ofMinutes(2)))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith(
                            "0 of 1 workers of cluster \"" + cluster.name() + "\" joined the scheduler.")
                    .hasMessageContaining("ended with exit code 1")
                    .hasMessageContaining("no license for this worker")
                    .hasMessageEndingWith(
                            "That were 3 workers in a row, so no more are made. Correct the cause, then scale again.");
        }
    }

    @Test
    default void an_interrupted_start_leaves_a_cluster_that_can_be_scaled_and_closed() {
        KubeCluster cluster = builder().startInBackground();
        Thread.currentThread().interrupt();
        assertThatThrownBy(cluster::waitForScheduler).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();

        cluster.scaleUp(1);
        cluster.close();
        assertThat(remains(cluster.name())).isEmpty();
    }

    @Test
    default void a_cluster_that_is_closed_while_it_starts_leaves_nothing() {
        KubeCluster cluster = builder().workers(2).startInBackground();

        cluster.close();

        assertThat(remains(cluster.name())).isEmpty();
        assertThat(KubeCluster.open()).doesNotContain(cluster);
    }

    @Test
    default void a_start_tells_how_long_each_step_of_each_pod_took() {
        try (KubeCluster cluster = builder().workers(1).start()) {
            cluster.waitForWorkers(1);

            assertThat(cluster.status().scheduler())
                    .matches("answers; .*running after \\d+\\.\\d s, ready after \\d+\\.\\d s");
            assertThat(cluster.status().workers()).singleElement().satisfies(worker -> {
                Map<StartTimes.Step, Duration> after = worker.start().after();
                assertThat(after).containsKeys(StartTimes.Step.RUNNING, StartTimes.Step.READY);
                assertThat(after.get(StartTimes.Step.READY)).isGreaterThan(after.get(StartTimes.Step.RUNNING));
            });
        }
    }

    @Test
    default void a_wait_says_why_it_waits() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        try (KubeCluster cluster = builder().narrator(told::add).start()) {
            cluster.scaleUp(1);
        }
        assertThat(told)
                .anySatisfy(sentence -> assertThat(sentence).startsWith("0 of 1 workers are ready. Waiting for "));
    }

    @Test
    default void nothing_remains_when_the_owner_is_killed() throws Exception {
        Process owner = startOwner(ownerEnvironment());
        String cluster = name(owner);
        assertThat(remains(cluster)).isNotEmpty();

        owner.destroyForcibly();

        assertNothingRemains(cluster);
    }

    @Test
    default void a_second_attachment_sees_computes_and_asks_for_sizes_and_deletes_nothing() {
        try (KubeCluster owner = builder().workers(1).start()) {
            owner.waitForWorkers(1);
            assertThat(builder().list())
                    .extracting(ClusterEntry::name, ClusterEntry::user)
                    .contains(tuple(owner.name(), ClusterName.user(System.getenv())));

            try (KubeCluster second = builder().name(owner.name()).attach()) {
                assertThat(second.client().submit("operator.add", 1, 2).result())
                        .isEqualTo(3L);

                second.scale(2);
                await("the owner has heard of it")
                        .untilAsserted(() -> assertThat(owner.status().ready()).isEqualTo(2));
                await("the second sees both").until(() -> second.status().ready() == 2);

                owner.scale(1);
                await("the second sees one").until(() -> second.status().ready() == 1);
            }
            assertThat(owner.client().submit("operator.add", 3, 4).result()).isEqualTo(7L);
            assertThat(owner.decisions())
                    .extracting(ScalingDecision::reason)
                    .contains("asked for from elsewhere", "asked for by hand");
        }
    }

    @Test
    default void a_scheduler_of_somebody_else_is_there_to_compute_on_and_never_deleted() {
        try (KubeCluster theirs = builder().encrypted(false).workers(1).start()) {
            theirs.waitForWorkers(1);

            try (KubeCluster attached = KubeCluster.attach(theirs.schedulerAddress())) {
                assertThat(attached.client().submit("operator.add", 1, 2).result())
                        .isEqualTo(3L);
                await("its worker is seen").until(() -> attached.status().ready() == 1);
                assertThatThrownBy(() -> attached.scale(2))
                        .isInstanceOf(ClusterException.class)
                        .hasMessage("Cluster \"" + attached.name() + "\" was deployed by somebody else; "
                                + "it is not scaled from here. Ask who deployed it.");
                assertThatThrownBy(attached::delete).isInstanceOf(ClusterException.class);
            }
            assertThat(theirs.client().submit("operator.add", 3, 4).result()).isEqualTo(7L);
        }
    }

    @Test
    default void what_is_not_there_is_not_attached_to_and_started_where_that_is_asked_for() {
        assertThatThrownBy(() -> builder().name("nobodys").attach())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("\"nobodys\"");
        String name = "either-" + ClusterName.randomDigits();
        try (KubeCluster first = builder().name(name).workers(1).startOrAttach()) {
            try (KubeCluster second = builder().name(name).startOrAttach()) {
                assertThat(second.schedulerAddress()).isEqualTo(first.schedulerAddress());
            }
            assertThat(first.client().submit("operator.add", 3, 4).result()).isEqualTo(7L);
        }
        assertThat(remains(name)).isEmpty();
    }

    @Test
    default void a_cluster_that_has_nothing_to_do_ends_and_says_so_before() {
        KubeCluster cluster = builder().idleTimeout(Duration.ofSeconds(8)).start();
        await("the notice")
                .untilAsserted(() -> assertThat(cluster.status().notices())
                        .contains("This cluster has nothing to do and ends in 1 min. "
                                + "Compute something, or call keepAlive()."));
        await("the end").until(() -> cluster.status().phase() == ClusterPhase.FAILED);
        assertNothingRemains(cluster.name());
    }

    @Test
    default void a_cluster_ends_after_its_longest_life_and_says_so_before() {
        KubeCluster cluster =
                builder().lifeLimit(Duration.ofSeconds(45)).workers(1).start();
        cluster.waitForWorkers(1);
        DaskFuture working = cluster.client().submit("time.sleep", 600);
        await("the notice")
                .untilAsserted(() -> assertThat(cluster.status().notices())
                        .contains("This cluster has lived for as long as it may and ends in 1 min, whatever it does. "
                                + "Save what you need, then start another one."));
        await("the end")
                .atMost(Duration.ofMinutes(2))
                .until(() -> cluster.status().phase() == ClusterPhase.FAILED);
        assertThatThrownBy(working::result).hasMessageEndingWith("is closed. Connect a new one.");
        assertNothingRemains(cluster.name());
    }

    @Test
    default void a_named_worker_is_removed_and_none_made_in_its_place() {
        try (KubeCluster cluster = builder().workers(2).start()) {
            cluster.waitForWorkers(2);
            String leaving = cluster.status().workers().get(0).name();
            String staying = cluster.status().workers().get(1).name();

            cluster.retire(leaving);

            await("the other worker alone is left")
                    .untilAsserted(() -> assertThat(cluster.status().workers())
                            .extracting(WorkerStatus::name)
                            .containsExactly(staying));
            assertThat(cluster.status().wanted()).isEqualTo(1);
            assertThat(cluster.decisions())
                    .extracting(ScalingDecision::reason)
                    .contains("worker \"" + leaving + "\" was removed by hand");
            assertThatThrownBy(() -> cluster.retire(leaving))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Cluster \"" + cluster.name() + "\" has no worker \"" + leaving + "\". Name one of: "
                            + staying + ".");
        }
    }

    @Test
    default void bounds_of_adapting_may_be_cores_or_memory() {
        try (KubeCluster cluster = builder().start()) {
            int threads = cluster.workerSize().threads();

            cluster.adaptToCores(0, 3 * threads);
            await("bounds by cores")
                    .untilAsserted(() -> assertThat(cluster.status().scaling()).isEqualTo(new Scaling.Adaptive(0, 3)));

            cluster.adaptToMemory("0", String.valueOf(2 * cluster.workerSize().memoryBytes()));
            await("bounds by memory")
                    .untilAsserted(() -> assertThat(cluster.status().scaling()).isEqualTo(new Scaling.Adaptive(0, 2)));
        }
    }

    /** Starts a {@link ClusterOwner} with this class's template. */
    default Process startOwner(Map<String, String> environment) throws IOException {
        ProcessBuilder command = ClusterOwner.command(2);
        command.environment().putAll(environment);
        command.environment().put("TEMPLATE", template());
        return command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Returns the name of the owner's cluster when its workers are ready. */
    static String name(Process owner) {
        CompletableFuture<String> name = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines()
                        .filter(line -> line.startsWith(ClusterOwner.READY))
                        .findFirst()
                        .ifPresentOrElse(
                                line -> name.complete(line.substring(ClusterOwner.READY.length())),
                                () -> name.completeExceptionally(new AssertionError("The owner ended")));
            } catch (IOException e) {
                name.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return name.orTimeout(240, TimeUnit.SECONDS).join();
    }

    @Test
    default void the_pods_can_be_looked_into() throws Exception {
        List<String> followed = new CopyOnWriteArrayList<>();
        try (KubeCluster cluster = builder().workers(1).start()) {
            cluster.waitForWorkers(1);
            ClusterPods pods = cluster.pods();
            String worker = cluster.status().workers().get(0).name();

            assertThat(pods.names()).hasSize(2).element(1).isEqualTo(worker);
            await("the scheduler's log tells of the worker")
                    .untilAsserted(() -> assertThat(pods.logs(LogQuery.last(1000))
                                    .get(pods.names().get(0)))
                            .anyMatch(line -> line.contains("Register worker")));
            await("the worker's log has a line")
                    .untilAsserted(
                            () -> assertThat(pods.log(worker, LogQuery.last(1))).hasSize(1));
            assertThat(pods.describe(worker)).startsWith("Pod " + worker).contains("state      Running: ");
            assertThatThrownBy(() -> pods.log(worker + "x", LogQuery.last(1)))
                    .hasMessage("There is no pod \"" + worker + "x\". Did you mean \"" + worker + "\"?");

            CompletableFuture<Void> following = CompletableFuture.runAsync(
                    () -> pods.follow(List.of(worker), LogQuery.last(1000), (pod, line) -> followed.add(line)));
            await("the log is followed").until(() -> !followed.isEmpty());
            cluster.scale(0);
            await("the scaling is among the events")
                    .untilAsserted(() -> assertThat(pods.events())
                            .anyMatch(event -> event.object().equals(cluster.name())
                                    && event.text().startsWith("1 -> 0 workers: ")));
            following.get(120, TimeUnit.SECONDS);
            assertThat(followed).anyMatch(line -> line.contains("Registered to"));
        }
    }
}
