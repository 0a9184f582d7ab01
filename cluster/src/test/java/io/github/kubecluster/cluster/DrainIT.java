package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.dask.DaskFuture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the tasks that a worker runs when it is to go. */
class DrainIT {
    @TempDir
    Path directory;

    @Test
    void what_a_leaving_worker_runs_it_runs_to_the_end_and_once() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        try (KubeCluster cluster = workers(Duration.ofSeconds(60), told)) {
            List<DaskFuture> running = occupy(cluster);

            ScaleRequest request = cluster.scale(1);
            await("a worker is drained")
                    .untilAsserted(() -> assertThat(request.progress())
                            .matches("1 of 1 workers are ready\\. On their way out: \\S+ "
                                    + "\\(runs 1 task to the end first, for up to 60 s\\)\\."));
            assertThat(runs()).isEqualTo(2);
            letGo();
            request.await();

            running.forEach(DaskFuture::result);
            assertThat(runs()).isEqualTo(2);
            assertThat(told).anyMatch(sentence -> sentence.contains("On their way out: "));
        }
    }

    @Test
    void a_task_that_takes_longer_than_the_limit_is_begun_again_elsewhere_and_that_is_said() throws IOException {
        try (KubeCluster cluster = workers(Duration.ZERO, new CopyOnWriteArrayList<>())) {
            List<DaskFuture> running = occupy(cluster);
            cluster.drainLimit(Duration.ofSeconds(1));

            cluster.scale(1).await();
            assertThat(cluster.decisions())
                    .extracting(ScalingDecision::reason)
                    .last()
                    .asString()
                    .matches("worker \"\\S+\" still ran 1 task after 1 s and goes all the same; "
                            + "what it ran is begun again by another worker");
            letGo();

            running.forEach(DaskFuture::result);
            assertThat(runs()).isEqualTo(3);
        }
    }

    /** A worker that alone has a value nobody can take over stays after all, and must not stay without work. */
    @Test
    void a_worker_that_cannot_go_takes_tasks_again() {
        try (KubeCluster cluster = workers(Duration.ofSeconds(60), new CopyOnWriteArrayList<>())) {
            cluster.scale(1).await();
            DaskFuture only = cluster.client().scatter(new byte[] {1, 2, 3});
            String worker = cluster.status().workers().get(0).name();
            cluster.client().scheduler().call("kubecluster_dismiss", Map.of("names", List.of(worker), "drain", true));

            assertThat(cluster.client().submit("operator.add", 1, 2).result()).isEqualTo(3L);
            assertThat(only.result()).isEqualTo(new byte[] {1, 2, 3});
        }
    }

    KubeCluster workers(Duration drainLimit, List<String> told) {
        KubeCluster cluster = new LocalClusterIT()
                .builder()
                .workers(2)
                .drainLimit(drainLimit)
                .narrator(told::add)
                .start();
        cluster.waitForWorkers(2);
        return cluster;
    }

    /** Gives each of two workers a task that ends when it is let go, and returns when both run. */
    List<DaskFuture> occupy(KubeCluster cluster) {
        List<DaskFuture> running = Stream.of(1, 2)
                .map(task -> cluster.client().submit("builtins.exec", source(task), Map.of()))
                .toList();
        await("both run").until(() -> runs() == 2);
        return running;
    }

    String source(int task) {
        return """
                import os, time, uuid
                open(f"%1$s/run-%2$d-{uuid.uuid4()}", "w").close()
                while not os.path.exists("%1$s/go"):
                    time.sleep(0.05)
                """.formatted(directory, task);
    }

    void letGo() throws IOException {
        Files.createFile(directory.resolve("go"));
    }

    long runs() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("run-"))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
