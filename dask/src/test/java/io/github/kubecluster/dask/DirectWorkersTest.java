package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which way values take, which a real scheduler does not tell. Another server plays the worker. */
@Timeout(120)
class DirectWorkersTest {
    static final Payload ONE = new Payload(Map.of("serializer", "msgpack"), Hex.sent("01"));

    FakeScheduler fake;
    FakeScheduler worker;
    DaskClient client;

    @BeforeEach
    void connect() throws IOException {
        fake = new FakeScheduler();
        worker = new FakeScheduler();
        client = DaskClient.builder(fake.address()).timeout(Patience.LIMIT).connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        fake.close();
        worker.close();
    }

    DaskFuture finished(SchedulerAddress holder) throws IOException {
        return finished(holder.toString());
    }

    DaskFuture finished(String holder) throws IOException {
        DaskFuture future = client.submit("int", 1);
        fake.answering("who_has", request -> Map.of(future.key(), List.of(holder)));
        fake.send(Map.of("op", "key-in-memory", "key", future.key()));
        return future;
    }

    AtomicInteger countingGathers() {
        AtomicInteger gathers = new AtomicInteger();
        fake.answering("gather", request -> {
            gathers.incrementAndGet();
            return Map.of("status", "OK", "data", Map.of(((List<?>) request.get("keys")).get(0), ONE));
        });
        return gathers;
    }

    static SchedulerAddress nobody() throws IOException {
        return new SchedulerAddress("tcp", "127.0.0.1", FreePort.find());
    }

    @Test
    void a_result_comes_from_the_worker_that_holds_it_which_learns_that_it_has_arrived() throws Exception {
        AtomicInteger gathers = countingGathers();
        DaskFuture future = finished(worker.address());
        worker.answering("get_data", request -> Map.of("status", "OK", "data", Map.of(future.key(), ONE)));

        assertThat(future.result()).isEqualTo(1L);

        await("the confirmation").until(() -> worker.confirmations.get() == 1);
        assertThat(gathers).hasValue(0);
    }

    static Stream<Map<String, Object>> refusals() {
        return Stream.of(
                Map.of("status", "busy"), Map.of("status", "error", "exception_text", "OSError('no space left')"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_result_that_a_worker_refuses_comes_from_the_scheduler_and_the_next_is_asked_of_the_worker_again(
            Map<String, Object> refusal) throws Exception {
        AtomicInteger gathers = countingGathers();
        AtomicInteger asked = new AtomicInteger();
        worker.answering("get_data", request -> {
            asked.incrementAndGet();
            return refusal;
        });

        assertThat(finished(worker.address()).result()).isEqualTo(1L);
        assertThat(finished(worker.address()).result()).isEqualTo(1L);

        assertThat(asked).hasValue(2);
        assertThat(gathers).hasValue(2);
        assertThat(worker.confirmations).hasValue(0);
    }

    @Test
    void a_result_of_a_worker_that_has_left_comes_from_the_scheduler() throws Exception {
        AtomicInteger gathers = countingGathers();
        AtomicInteger asked = new AtomicInteger();
        worker.answering("get_data", request -> {
            asked.incrementAndGet();
            return Map.of("status", "busy");
        });
        finished(worker.address()).result();

        assertThat(finished(nobody()).result()).isEqualTo(1L);
        assertThat(finished(worker.address()).result()).isEqualTo(1L);

        assertThat(asked).hasValue(2);
        assertThat(gathers).hasValue(3);
    }

    @Test
    void values_of_workers_that_speak_another_protocol_go_by_way_of_the_scheduler() throws Exception {
        AtomicInteger gathers = countingGathers();
        fake.answering("ncores_running", request -> Map.of("tls://127.0.0.1:8788", 1))
                .answering("scatter", request -> List.of());

        assertThat(finished("ucx://127.0.0.1:8787").result()).isEqualTo(1L);
        DaskFuture scattered = client.scatter(1);

        assertThat(gathers).hasValue(1);
        assertThat(fake.received("scatter").fields("data").get(scattered.key())).isNotNull();
    }

    @Test
    void where_workers_cannot_be_reached_the_first_try_is_the_last() throws Exception {
        AtomicInteger gathers = countingGathers();
        assertThat(finished(nobody()).result()).isEqualTo(1L);
        fake.answering("ncores_running", request -> Map.of(worker.address().toString(), 1));
        fake.answering("scatter", request -> List.of());
        AtomicInteger asked = new AtomicInteger();
        worker.answering("get_data", request -> asked.incrementAndGet())
                .answering("update_data", request -> asked.incrementAndGet());

        assertThat(finished(worker.address()).result()).isEqualTo(1L);
        client.scatter(1);

        assertThat(gathers).hasValue(2);
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_worker_that_says_nothing_in_time_is_not_listened_to_any_longer_and_can_be_reached() throws Exception {
        worker.answering("get_data", request -> FakeScheduler.SILENCE);
        DaskFuture future = finished(worker.address());
        assertThatThrownBy(() -> future.result(Duration.ofSeconds(1))).isInstanceOf(DaskException.class);
        await("a closed connection").until(() -> worker.open.get() == 0);

        worker.answering("get_data", request -> Map.of("status", "OK", "data", Map.of(future.key(), ONE)));
        assertThat(future.result()).isEqualTo(1L);
    }

    @Test
    void where_the_scheduler_does_not_tell_of_its_workers_it_is_asked_for_the_result() throws Exception {
        AtomicInteger gathers = countingGathers();
        DaskFuture future = finished(worker.address());
        fake.answering("who_has", request -> Map.of("status", "error", "exception_text", "KeyError('w')"));

        assertThat(future.result()).isEqualTo(1L);

        assertThat(gathers).hasValue(1);
    }

    @Test
    void a_value_that_is_on_its_way_to_a_worker_does_not_arrive_when_the_cell_is_interrupted() throws Exception {
        fake.answering("ncores_running", request -> Map.of(worker.address().toString(), 1));
        CountDownLatch received = new CountDownLatch(1);
        worker.answering("update_data", request -> {
            received.countDown();
            return FakeScheduler.SILENCE;
        });
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread cell = new Thread(() -> {
            try {
                client.scatter(1);
            } catch (Throwable t) {
                ended.complete(t);
            }
        });
        cell.start();
        received.await();
        cell.interrupt();

        assertThat(ended.get()).isInstanceOf(CancellationException.class);
        await("a closed connection").until(() -> worker.open.get() == 0);
    }

    @Test
    void a_value_goes_to_a_worker_and_the_scheduler_is_told() {
        fake.answering("ncores_running", request -> Map.of(worker.address().toString(), 1));
        worker.answering("update_data", request -> {
            String key = String.valueOf(
                    request.fields("data").map().keySet().iterator().next());
            return Map.of("status", "OK", "nbytes", Map.of(key, 28));
        });
        fake.answering("update_data", Fields::map);

        DaskFuture future = client.scatter(1);

        Fields told = fake.received("update_data");
        assertThat(told.fields("who_has").map())
                .isEqualTo(Map.of(future.key(), List.of(worker.address().toString())));
        assertThat(told.fields("nbytes").map()).isEqualTo(Map.of(future.key(), 28L));
        assertThat(told.text("client")).isEqualTo(client.id());
    }

    @Test
    void a_value_whose_worker_leaves_is_given_to_the_scheduler_under_the_same_key() {
        fake.answering("ncores_running", request -> Map.of(worker.address().toString(), 1));
        worker.answering("update_data", request -> Map.of("status", "OK", "nbytes", Map.of()));
        fake.answering("update_data", request -> Map.of("status", "error", "exception_text", "KeyError('a worker')"));
        fake.answering("scatter", request -> List.of());

        DaskFuture future = client.scatter(1);

        assertThat(fake.received("scatter").fields("data").get(future.key())).isNotNull();
    }
}
