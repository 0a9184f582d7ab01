package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What depends on the order of messages, or on faults, that a real scheduler cannot be made to produce. */
@Timeout(120)
class DaskClientTest {
    FakeScheduler fake;
    DaskClient client;

    @BeforeEach
    void connect() throws IOException {
        fake = new FakeScheduler();
        client = DaskClient.builder(fake.address()).timeout(Patience.LIMIT).connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        fake.close();
    }

    @Test
    void a_heartbeat_is_the_first_message() throws InterruptedException {
        assertThat(fake.streamed.take().text("op")).isEqualTo("heartbeat-client");
    }

    @Test
    void a_closed_client_takes_leave() throws InterruptedException {
        client.close();
        fake.take("close-client");
        assertThat(fake.streamed.take().text("op")).isEqualTo("close-stream");
    }

    @Test
    void messages_keep_their_order() throws InterruptedException {
        DaskFuture future = client.submit("int", 1);
        future.close();
        fake.take("update-graph");
        assertThat(fake.take("client-releases-keys").get("keys")).isEqualTo(List.of(future.key()));
    }

    @Test
    void a_result_that_is_lost_with_its_worker_is_waited_for_again() throws Exception {
        AtomicInteger gathered = new AtomicInteger();
        DaskFuture future = client.submit("int", 1);
        fake.answering(
                "gather",
                request -> gathered.incrementAndGet() == 1
                        ? Map.of("status", "error", "keys", List.of(future.key()))
                        : Map.of("status", "OK", "data", Map.of(future.key(), payload("01"))));
        fake.send(Map.of("op", "key-in-memory", "key", future.key()));
        CompletableFuture<Object> result = CompletableFuture.supplyAsync(future::result);
        assertThat(fake.take("report-key").get("key")).isEqualTo(future.key());
        assertThat(future.status()).isEqualTo(DaskFuture.Status.LOST);
        assertThat(future.done()).isFalse();
        fake.send(Map.of("op", "key-in-memory", "key", future.key()));
        assertThat(result.get()).isEqualTo(1L);
    }

    @Test
    void a_result_that_is_lost_again_and_again_is_an_error() throws Exception {
        DaskFuture future = client.submit("int", 1);
        fake.answering("gather", request -> Map.of("status", "error", "keys", List.of(future.key())));
        ServiceThreads.start("fake-reports", () -> {
            try {
                while (true) {
                    fake.send(Map.of("op", "key-in-memory", "key", future.key()));
                    fake.take("report-key");
                }
            } catch (IOException | InterruptedException e) {
                // The test is over.
            }
        });
        assertThatThrownBy(future::result)
                .hasMessage("The results of [" + future.key() + "] were lost with their workers 5 times."
                        + " Look at the logs of the workers, then submit the tasks again.");
    }

    @Test
    void a_task_that_the_scheduler_forgets_says_why() throws Exception {
        DaskFuture future = client.submit("int", 1);
        fake.send(Map.of("op", "cancelled-keys", "keys", List.of(future.key()), "reason", "lost dependencies"));
        assertThatThrownBy(future::result)
                .hasMessage("Task \"" + future.key() + "\" was cancelled: lost dependencies. Submit it again.");
        DaskFuture other = client.submit("int", 1);
        fake.send(Map.of("op", "cancelled-key", "key", other.key()));
        assertThatThrownBy(other::result)
                .hasMessage("Task \"" + other.key() + "\" was cancelled: the scheduler forgot it. Submit it again.");
    }

    @Test
    void a_task_that_was_cancelled_stays_so_whatever_the_scheduler_says() throws Exception {
        DaskFuture future = client.submit("int", 1);
        future.cancel();
        fake.send(Map.of("op", "cancelled-keys", "keys", List.of(future.key()), "reason", "echo"));
        fake.send(Map.of("op", "key-in-memory", "key", future.key()));
        DaskFuture next = client.submit("int", 1);
        fake.send(Map.of("op", "key-in-memory", "key", next.key()));
        await("the later message").until(next::done);
        assertThatThrownBy(future::result)
                .hasMessage("Task \"" + future.key() + "\" was cancelled: this client asked for it. Submit it again.");
    }

    @Test
    void a_restart_cancels_everything() throws Exception {
        DaskFuture future = client.submit("int", 1);
        fake.send(Map.of("op", "restart"));
        assertThatThrownBy(future::result)
                .hasMessage(
                        "Task \"" + future.key() + "\" was cancelled: the scheduler was restarted. Submit it again.");
    }

    @Test
    void a_task_that_is_not_accepted_has_the_text_of_the_scheduler() throws Exception {
        DaskFuture future = client.submit("int", 1);
        fake.answering(
                "run_function", request -> Map.of("status", "OK", "result", payload("81a474657874a8526561736f6e2829")));
        fake.send(Map.of("op", "task-erred", "key", future.key(), "exception", "", "traceback", ""));
        assertThatThrownBy(future::result)
                .hasMessage("The scheduler did not accept task \"" + future.key() + "\": Reason().");
    }

    @Test
    void a_failed_task_whose_text_cannot_be_had_is_told_all_the_same() throws Exception {
        DaskFuture future = client.submit("int", 1);
        fake.send(Map.of("op", "task-erred", "key", future.key()));
        assertThatThrownBy(future::result)
                .hasMessage("Task \"" + future.key()
                        + "\" failed: its exception is unknown: \"run_function\" of scheduler \"" + fake.address()
                        + "\" is not known there. Use a scheduler of a supported version.");
    }

    @Test
    void a_wait_without_workers_says_so() {
        DaskFuture future = client.submit("int", 1);
        fake.answering("get_task_status", request -> Map.of(future.key(), "no-worker"));
        fake.answering("identity", request -> Map.of("workers", Map.of()));
        assertThatThrownBy(() -> future.result(Duration.ofMillis(50)))
                .isInstanceOf(DaskTimeoutException.class)
                .hasMessage("Task \"" + future.key() + "\" is not done, because there is no worker. Add workers.");
    }

    @Test
    void a_stream_that_the_scheduler_ends_is_lost() throws Exception {
        DaskFuture future = client.submit("int", 1);
        fake.send(Map.of("op", "stream-closed"));
        assertThatThrownBy(future::result)
                .isInstanceOf(DaskConnectionException.class)
                .hasMessageContaining("is lost: it closed the connection. Results that");
    }

    @Test
    void closing_the_client_ends_waits_and_is_no_loss() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        client.onDisconnect(lost::incrementAndGet);
        DaskFuture future = client.submit("int", 1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = ServiceThreads.start("waiting", () -> thrown.complete(catchThrowable(future::result)));
        await("a thread that waits").until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        client.close();
        assertThat(thrown.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The client of scheduler \"" + fake.address() + "\" is closed. Connect a new one.");
        assertThat(lost).hasValue(0);
    }

    @Test
    void nothing_is_submitted_if_an_argument_cannot_be_sent() throws InterruptedException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.map("str", List.of(1, Locale.ROOT)))
                .withMessageStartingWith("A value of type java.util.Locale cannot be sent to Python.");
        client.close();
        assertThat(fake.streamed).noneMatch(message -> message.text("op").equals("update-graph"));
    }

    @Test
    void a_closed_future_is_no_argument() {
        DaskFuture future = client.submit("int", 1);
        future.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> client.submit("abs", future))
                .withMessage(
                        "Future \"" + future.key() + "\" is closed, and its result released. Submit the task again.");
    }

    @Test
    void a_version_that_nobody_has_tried_is_said_once_and_again_when_something_fails() throws Exception {
        // It is said once in the life of a process, and the test may run in it again.
        String version = "2031.1." + ThreadLocalRandom.current().nextInt(10_000);
        fake.answering("versions", request -> Map.of("packages", Map.of("distributed", version)));
        fake.answering("get_task_status", request -> Map.of(((List<?>) request.get("keys")).get(0), "no-worker"));
        String doubt = "The scheduler runs distributed " + version
                + ", and this client is tested with 2022.12.1 to 2026.8.0." + " If submitting fails, use one of these.";
        List<String> said = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(DaskClient.class.getName());
        logger.addHandler(handler);
        try (DaskClient first = DaskClient.builder(fake.address()).connect();
                DaskClient second = DaskClient.builder(fake.address()).connect()) {
            assertThat(said).containsExactly(doubt);
            first.submit("int", 1);
            DaskFuture future = second.submit("int", 1);
            fake.hangUp();
            assertThatThrownBy(future::result)
                    .isInstanceOf(DaskConnectionException.class)
                    .hasMessageEndingWith("connect a new client and submit again. " + doubt);
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void a_scheduler_of_an_untried_version_that_does_not_take_tasks_is_told_at_once() {
        fake.answering("versions", request -> Map.of("packages", Map.of("distributed", "2032.1.0")))
                .answering("get_task_status", request -> Map.of())
                .answering("update-graph", request -> FakeScheduler.HANG_UP);
        assertThatThrownBy(() -> DaskClient.builder(fake.address()).connect())
                .isInstanceOf(DaskException.class)
                .hasMessage("Scheduler \"" + fake.address() + "\" does not take this client's tasks. The scheduler runs"
                        + " distributed 2032.1.0, and this client is tested with 2022.12.1 to 2026.8.0."
                        + " If submitting fails, use one of these.");
    }

    @Test
    void a_client_that_is_not_accepted_says_what_was_answered() throws IOException {
        try (FakeScheduler refusing = new FakeScheduler().answering("versions", request -> "no")) {
            assertThatThrownBy(() -> DaskClient.builder(refusing.address()).connect())
                    .isInstanceOf(DaskException.class)
                    .hasMessage("\"versions\" of scheduler \"" + refusing.address()
                            + "\" was answered with something that cannot be understood: no.");
        }
    }

    private static Payload payload(String msgpack) {
        return new Payload(Map.of("serializer", "msgpack"), Hex.sent(msgpack));
    }
}
