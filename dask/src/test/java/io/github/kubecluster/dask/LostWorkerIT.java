package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class LostWorkerIT {
    @RegisterExtension
    static final LocalDask DASK = LocalDask.withWorkers("w0", "w1");

    @Test
    void results_are_computed_again_and_scattered_values_are_gone() {
        try (DaskClient client = DaskClient.builder(DASK.address()).connect()) {
            DaskFuture holder = client.runSource("import distributed\ndistributed.get_worker().name");
            String first = holder.result(String.class);
            String second = Set.of("w0", "w1").stream()
                    .filter(name -> !name.equals(first))
                    .findFirst()
                    .orElseThrow();

            DASK.killWorker(first);
            assertThat(holder.result()).isEqualTo(second);

            DaskFuture scattered = client.scatter("precious");
            assertThat(scattered.result()).isEqualTo("precious");
            DASK.killWorker(second);
            await("a scheduler without workers")
                    .until(() -> client.scheduler().identity().workers().isEmpty());
            assertThatThrownBy(scattered::result)
                    .isExactlyInstanceOf(DaskException.class)
                    .hasMessageStartingWith("Task \"" + scattered.key() + "\" was cancelled: ");
            DaskFuture waiting = client.submit("operator.add", 1, 2);
            assertThatThrownBy(() -> waiting.result(Duration.ofMillis(200)))
                    .hasMessage("Task \"" + waiting.key() + "\" is not done, because there is no worker. Add workers.");

            DASK.startWorker("w2");
            assertThat(waiting.result()).isEqualTo(3L);
        }
    }

    @Test
    void a_value_is_scattered_to_another_worker_when_the_chosen_one_leaves_meanwhile() {
        try (LocalDask dask = LocalDask.withWorkers("stays", "leaves").start()) {
            dask.awaitWorkers(SocketFactory.getDefault());
            try (DaskClient client = DaskClient.builder(dask.address()).connect()) {
                dask.freezeWorker("leaves");
                List<CompletableFuture<DaskFuture>> scattered = Stream.of("one", "two")
                        .map(value -> CompletableFuture.supplyAsync(() -> client.scatter(value)))
                        .toList();
                CompletableFuture.anyOf(scattered.toArray(CompletableFuture[]::new))
                        .join();
                dask.killWorker("leaves");

                assertThat(scattered).extracting(value -> value.join().result()).containsExactly("one", "two");
            }
        }
    }
}
