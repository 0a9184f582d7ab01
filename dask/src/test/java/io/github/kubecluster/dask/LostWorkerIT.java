package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
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
}
