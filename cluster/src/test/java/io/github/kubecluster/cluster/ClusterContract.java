package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.TimeUnit;
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
            for (int i = 0; i < 60; i++) {
                burst.add(cluster.client().submit("time.sleep", 1));
            }
            await("three workers")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> cluster.status().ready() == 3);

            burst.forEach(DaskFuture::result);
            await("one worker")
                    .atMost(Duration.ofSeconds(60))
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
            assertThatThrownBy(() -> cluster.waitForWorkers(1, Duration.ofSeconds(90)))
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

    /** Starts a {@link ClusterOwner} with this class's template. */
    default Process startOwner(Map<String, String> environment) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterOwner.class.getName(),
                "2");
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
        return name.orTimeout(120, TimeUnit.SECONDS).join();
    }
}
