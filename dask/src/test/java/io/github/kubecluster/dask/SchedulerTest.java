package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SchedulerTest {
    private static final SocketFactory PLAIN = SocketFactory.getDefault();

    @Test
    void connecting_tries_again_until_the_scheduler_listens() throws Exception {
        int port = FreePort.find();
        SchedulerAddress address = new SchedulerAddress("tcp", "127.0.0.1", port);
        CompletableFuture<Scheduler> connecting =
                CompletableFuture.supplyAsync(() -> Scheduler.connect(address, PLAIN, Duration.ofMinutes(1)));
        try (FakeScheduler fake = new FakeScheduler(port)) {
            try (Scheduler scheduler = connecting.get()) {
                assertThat(scheduler.address()).isEqualTo(fake.address());
                assertThat(scheduler.versions().distributed()).isEqualTo("2026.8.0");
            }
        }
    }

    @Test
    void connecting_gives_up_in_time_with_the_last_reason() throws IOException {
        SchedulerAddress nobody = new SchedulerAddress("tcp", "127.0.0.1", FreePort.find());
        assertThatThrownBy(() -> Scheduler.connect(nobody, PLAIN, Duration.ofMillis(300)))
                .isInstanceOf(DaskConnectionException.class)
                .hasMessage("Cannot connect to scheduler \"" + nobody + "\" within 0.3 s: it accepts no connection ("
                        + FreePort.refusal() + "). Check that it runs and that its port can be reached from here.");
    }

    @Test
    void a_peer_that_is_no_scheduler_is_told_apart() {
        CompletableFuture<String> dashboard = reason("HTTP/1.1 400 Bad Request\r\n\r\n");
        CompletableFuture<String> silent = reason("");
        CompletableFuture<String> empty = reason(new String(new char[24]));
        CompletableFuture<String> rude = reason("\u0011\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\u0080");
        assertThat(dashboard.join()).isEqualTo("it speaks HTTP; that is a dashboard's port, not the scheduler's");
        assertThat(silent.join()).isEqualTo("it did not answer");
        assertThat(empty.join()).startsWith("it sent a message of 0 bytes");
        assertThat(rude.join()).isEqualTo("it does not greet as a Dask scheduler does");
    }

    @Test
    void an_unknown_host_is_told() {
        SchedulerAddress address = new SchedulerAddress("tcp", "no-such-host.invalid", 8786);
        assertThatThrownBy(() -> Scheduler.connect(address, PLAIN, Duration.ofMillis(300)))
                .hasMessageContaining("within 0.3 s: its host name is unknown.");
    }

    @Test
    void sockets_and_address_must_agree_on_encryption() throws IOException {
        SchedulerAddress encrypted = new SchedulerAddress("tls", "127.0.0.1", 8786);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheduler.connect(encrypted, PLAIN, Duration.ofSeconds(5)))
                .withMessage("Scheduler \"" + encrypted + "\" needs sockets with TLS. Pass an SSL socket factory.");
        SchedulerAddress plain = new SchedulerAddress("tcp", "127.0.0.1", 8786);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheduler.connect(plain, SSLSocketFactory.getDefault(), Duration.ofSeconds(5)))
                .withMessage("Scheduler \"" + plain + "\" needs plain sockets.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheduler.connect(plain, PLAIN, Duration.ZERO))
                .withMessage(
                        "The timeout of scheduler \"" + plain + "\" is 0 s. Give it a positive time, such as 30 s.");
    }

    @Test
    void an_interrupted_connect_leaves_nothing_open() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(60_000);
            SchedulerAddress address = new SchedulerAddress("tcp", "127.0.0.1", silent.getLocalPort());
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread connecting = ServiceThreads.start(
                    "connecting",
                    () -> thrown.complete(
                            catchThrowable(() -> Scheduler.connect(address, PLAIN, Duration.ofSeconds(10)))));
            try (Socket accepted = silent.accept()) {
                connecting.interrupt();
                assertThat(thrown.get())
                        .isInstanceOf(CancellationException.class)
                        .hasMessage(
                                "Connecting to scheduler \"" + address + "\" was interrupted; nothing is left open.");
                accepted.setSoTimeout(60_000);
                assertThat(accepted.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
    }

    @Test
    void a_call_that_is_not_answered_ends_in_time() throws IOException {
        try (FakeScheduler fake = new FakeScheduler().answering("identity", request -> FakeScheduler.SILENCE);
                Scheduler scheduler = Scheduler.connect(fake.address(), PLAIN, Duration.ofSeconds(3))) {
            assertThatThrownBy(scheduler::identity)
                    .isInstanceOf(DaskTimeoutException.class)
                    .hasMessage("\"identity\" of scheduler \"" + fake.address() + "\" has no answer after 3 s."
                            + " Look at the scheduler's log and load, then try again.");
        }
    }

    @Test
    void a_waiting_call_can_be_interrupted() throws IOException {
        try (FakeScheduler fake = new FakeScheduler().answering("identity", request -> FakeScheduler.SILENCE);
                Scheduler scheduler = fake.connect()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(scheduler::identity)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("Waiting for \"identity\" of scheduler \"" + fake.address()
                            + "\" was interrupted; what was asked for goes on.");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(scheduler.versions().distributed()).isEqualTo("2026.8.0");
        }
    }

    @Test
    void a_connection_that_was_closed_between_calls_is_opened_again() throws IOException {
        try (FakeScheduler fake = new FakeScheduler();
                Scheduler scheduler = fake.connect()) {
            scheduler.versions();
            fake.hangUp();
            assertThat(scheduler.versions().distributed()).isEqualTo("2026.8.0");
        }
    }

    @Test
    void a_call_is_tried_twice_at_most() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (FakeScheduler fake = new FakeScheduler().answering("identity", request -> {
                    asked.incrementAndGet();
                    return FakeScheduler.HANG_UP;
                });
                Scheduler scheduler = fake.connect()) {
            assertThatThrownBy(scheduler::identity)
                    .isInstanceOf(DaskConnectionException.class)
                    .hasMessage("\"identity\" of scheduler \"" + fake.address() + "\" has no answer: it closed the"
                            + " connection. Check that the scheduler runs, then try again.");
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void calls_do_not_wait_for_each_other() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeScheduler fake = new FakeScheduler().answering("retire_workers", request -> {
            asked.countDown();
            return FakeScheduler.SILENCE;
        })) {
            Scheduler scheduler = fake.connect();
            CompletableFuture<?> retiring = CompletableFuture.supplyAsync(() -> scheduler.retire(List.of("w0")));
            asked.await();
            assertThat(scheduler.versions().distributed()).isEqualTo("2026.8.0");
            scheduler.close();
            assertThatThrownBy(retiring::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(DaskConnectionException.class);
            assertThatIllegalStateException()
                    .isThrownBy(scheduler::versions)
                    .withMessage("The connection to scheduler \"" + fake.address() + "\" is closed. Connect again.");
        }
    }

    @Test
    void what_a_scheduler_leaves_out_is_empty_or_zero() throws IOException {
        Map<String, Object> workers = Map.of("tcp://10.0.0.8:1", Map.of("name", 7));
        try (FakeScheduler fake = new FakeScheduler().answering("identity", request -> Map.of("workers", workers));
                Scheduler scheduler = fake.connect()) {
            assertThat(scheduler.identity().workers())
                    .containsExactly(new WorkerInfo(
                            "7",
                            "tcp://10.0.0.8:1",
                            "",
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            "",
                            Optional.empty(),
                            OptionalInt.empty(),
                            Instant.EPOCH));
        }
    }

    @Test
    void an_answer_of_another_kind_is_an_error() throws IOException {
        try (FakeScheduler fake = new FakeScheduler().answering("adaptive_target", request -> "many");
                Scheduler scheduler = fake.connect()) {
            assertThatThrownBy(() -> scheduler.adaptiveTarget(Duration.ofSeconds(5)))
                    .isExactlyInstanceOf(DaskException.class)
                    .hasMessage("\"adaptive_target\" of scheduler \"" + fake.address()
                            + "\" was answered with something that cannot be understood: many.");
        }
    }

    @Test
    void the_lines_of_a_log_come_oldest_first_whatever_the_order_of_the_scheduler() throws IOException {
        List<?> newestFirst = List.of(List.of(2.5, "INFO", "second"), List.of(1.5, "ERROR", "first"));
        try (FakeScheduler fake = new FakeScheduler().answering("get_logs", request -> newestFirst);
                Scheduler scheduler = fake.connect()) {
            assertThat(scheduler.logs(9)).extracting(LogLine::text).containsExactly("first", "second");
            assertThat(scheduler.logs(1)).containsExactly(new LogLine(Instant.ofEpochMilli(2_500), "INFO", "second"));
        }
    }

    /** Why a peer that sends these bytes, and nothing else, is not taken for a scheduler. */
    private static CompletableFuture<String> reason(String bytes) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                        ServiceThreads.start("peer", () -> sendToEverybody(bytes, server));
                        SchedulerAddress address = new SchedulerAddress("tcp", "127.0.0.1", server.getLocalPort());
                        Scheduler.connect(address, PLAIN, Duration.ofSeconds(5)).close();
                        return "";
                    } catch (DaskConnectionException e) {
                        return e.getMessage().replaceAll("^.* within 5 s: (.*)\\. Check that it runs.*$", "$1");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                asking -> ServiceThreads.start("asking", asking));
    }

    private static void sendToEverybody(String bytes, ServerSocket server) {
        try {
            while (true) {
                server.accept().getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
