package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class LostSchedulerIT {
    @RegisterExtension
    static final LocalDask DASK = LocalDask.withWorkers("w0");

    @Test
    void everything_that_waits_is_told_once_and_clearly() throws IOException {
        try (DaskClient client = DaskClient.builder(DASK.address()).connect()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.onDisconnect(() -> told.add("before"));
            DaskFuture done = client.submit("operator.add", 1, 2);
            assertThat(done.result()).isEqualTo(3L);
            DaskFuture pending = client.submit("time.sleep", 600);

            DASK.killScheduler();

            String sentence =
                    "The connection to scheduler \"" + DASK.address() + "\" is lost: it closed the connection."
                            + " Results that were not fetched are gone; connect a new client and submit again.";
            assertThatThrownBy(pending::result)
                    .isInstanceOf(DaskConnectionException.class)
                    .hasMessage(sentence);
            assertThat(pending.status()).isEqualTo(DaskFuture.Status.LOST);
            assertThatThrownBy(done::result)
                    .isInstanceOf(DaskConnectionException.class)
                    .hasMessage(sentence);
            assertThatThrownBy(() -> client.submit("int", 1))
                    .isInstanceOf(DaskConnectionException.class)
                    .hasMessage(sentence);
            client.onDisconnect(() -> told.add("after"));
            await("both listeners").untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder("before", "after"));
            assertThatThrownBy(() -> client.scheduler().identity())
                    .isInstanceOf(DaskConnectionException.class)
                    .hasMessage("\"identity\" of scheduler \"" + DASK.address()
                            + "\" has no answer: it accepts no connection (" + FreePort.refusal() + ")."
                            + " Check that the scheduler runs, then try again.");
        }
    }
}
