package io.github.kubecluster.proxy;

import static io.github.kubecluster.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Bodies and failures (cases 9 to 11)")
class FramingTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void case_9_a_head_answer_keeps_its_length_and_has_no_body() throws IOException {
        try (StubUpstream upstream =
                        StubUpstream.answering("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 28", "");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            Answer first = client.request("HEAD /f").answerHead();
            Answer second = client.request("HEAD /f").answerHead();

            assertThat(first.header("Content-Length")).hasValue("28");
            assertThat(first.header("Content-Encoding")).hasValue("gzip");
            assertThat(second.status()).isEqualTo(200);
        }
    }

    @Test
    void case_9_a_head_answer_of_unknown_length_does_not_claim_to_be_empty() throws IOException {
        try (StubUpstream upstream = StubUpstream.answering("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            assertThat(client.request("HEAD /f").answerHead().header("Content-Length"))
                    .isEmpty();
            assertThat(client.request("HEAD /f").answerHead().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"304 Not Modified", "204 No Content"})
    void case_9_an_answer_without_a_body_has_no_length(String status) throws IOException {
        try (StubUpstream upstream = StubUpstream.answering("HTTP/1.1 " + status + "\nETag: \"e\"", "");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            Answer answer = client.request("GET /f", "If-None-Match: \"e\"").answer();

            assertThat(answer.lines().get(0)).contains(status.substring(0, 3));
            assertThat(answer.header("ETag")).hasValue("\"e\"");
            assertThat(answer.header("Content-Length")).isEmpty();
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(client.request("GET /f").answer().status()).isEqualTo(answer.status());
            assertThat(upstream.heads().get(0)).contains("If-None-Match: \"e\"");
        }
    }

    @Test
    void case_10_each_chunk_arrives_before_the_next_is_sent() throws IOException {
        Semaphore arrived = new Semaphore(0);
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 4; i++) {
                        exchange.send("3\r\nab" + i + "\r\n");
                        arrived.acquire();
                    }
                    exchange.send("0\r\n\r\n");
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            client.request("GET /stream").answerHead();
            for (int i = 0; i < 4; i++) {
                assertThat(Answer.readChunk(client.in)).asString().isEqualTo("ab" + i);
                arrived.release();
            }
            assertThat(Answer.readChunk(client.in)).isEmpty();
        }
    }

    @Test
    void case_10_a_client_that_does_not_read_stops_the_upstream_and_one_that_leaves_frees_it() throws IOException {
        AtomicLong sent = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        byte[] block = new byte[MEGABYTE / 4];
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: " + 500L * MEGABYTE + "\r\n\r\n");
                    try {
                        while (sent.get() < 500L * MEGABYTE) {
                            exchange.send(block);
                            sent.addAndGet(block.length);
                        }
                    } finally {
                        ended.set(true);
                    }
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            RawClient.get(proxy, "/_kubecluster/healthz");
            long heap = Heap.used();
            try (RawClient client = RawClient.to(proxy)) {
                client.request("GET /large").answerHead();
                AtomicLong last = new AtomicLong(-1);
                await("the upstream to be held back")
                        .pollInterval(Duration.ofMillis(300))
                        .until(() -> last.getAndSet(sent.get()) == sent.get());

                assertThat(sent.get()).isLessThan(32L * MEGABYTE); // what the sockets' buffers hold
                await("a heap that does not hold the answer").until(() -> Heap.used() < heap + 16L * MEGABYTE);
                assertThat(ended).isFalse();
            }
            await("the upstream to see the client leave").untilTrue(ended);
        }
    }

    @Test
    void case_10_a_large_answer_passes_whole() throws IOException {
        int size = 20 * MEGABYTE;
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    exchange.send(new byte[size]);
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertThat(RawClient.get(proxy, "/large").body()).hasSize(size);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
    void case_11_a_truncated_answer_is_an_error_and_never_complete(String framing) throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n3e8\r\nabc");
                    exchange.socket().close();
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            client.request("GET /f");

            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void case_11_a_dead_upstream_is_answered_with_a_constant_text() throws IOException {
        try (DashboardProxy proxy = DashboardProxy.start(URI.create("http://127.0.0.1:" + FreePort.find()))) {
            Answer answer = RawClient.get(proxy, "/<script>alert(1)</script>");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(answer.header("Cache-Control")).hasValue("no-store");
            assertThat(answer.text())
                    .isEqualTo("The scheduler's dashboard did not answer as it should. Check that the cluster runs,"
                            + " then reload.\n");
            assertThat(proxy.counters().failed()).isEqualTo(1);
        }
    }

    @Test
    void case_11_an_upstream_that_resets_every_connection_is_a_bad_gateway() {
        try (StubUpstream upstream = StubUpstream.scripted(StubUpstream.Exchange::reset);
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertThat(RawClient.get(proxy, "/f").status()).isEqualTo(502);
        }
    }

    @Test
    void case_11_a_silent_upstream_is_a_gateway_timeout() {
        try (StubUpstream upstream =
                        StubUpstream.scripted(exchange -> exchange.in().read());
                DashboardProxy proxy = DashboardProxy.builder()
                        .answerTimeout(Duration.ofMillis(200))
                        .start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, "/f");

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text())
                    .isEqualTo("The scheduler's dashboard took too long to answer. Reload the page when it is less"
                            + " busy.\n");
        }
    }

    @Test
    void case_11_an_upstream_that_falls_silent_within_its_answer_is_cut_off() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
                    exchange.in().read();
                });
                DashboardProxy proxy = DashboardProxy.builder()
                        .answerTimeout(Duration.ofSeconds(2))
                        .start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            client.request("GET /f").answerHead();
            assertThat(Answer.readExactly(client.in, 3)).asString().isEqualTo("abc");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void case_11_an_upstream_that_takes_no_connection_is_a_gateway_timeout() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                connectForShort(socket, full);
            }
            try (DashboardProxy proxy = DashboardProxy.builder()
                    .connectTimeout(Duration.ofMillis(300))
                    .start(URI.create("http://127.0.0.1:" + full.getLocalPort()))) {
                assertThat(RawClient.get(proxy, "/f").status()).isEqualTo(504);
            }
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void connectForShort(Socket socket, ServerSocket server) throws IOException {
        try {
            socket.connect(server.getLocalSocketAddress(), 100);
        } catch (java.net.SocketTimeoutException e) {
            // The queue is full, as it should be.
        }
    }

    @Test
    void case_11_a_101_that_was_not_asked_for_is_a_bad_gateway() {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> exchange.send(Upgrades.accepted()));
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertThat(RawClient.get(proxy, "/f").status()).isEqualTo(502);
            await("the upstream's connection to be closed").until(() -> upstream.openConnections() == 0);
        }
    }

    @Test
    void an_idle_connection_that_the_upstream_has_closed_costs_no_request() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    if (asked.incrementAndGet() == 2) {
                        exchange.reset();
                    } else {
                        exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertThat(RawClient.get(proxy, "/1").status()).isEqualTo(200);
            assertThat(RawClient.get(proxy, "/2").status()).isEqualTo(200);
            assertThat(asked).hasValue(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"102 Processing", "103 Early Hints"})
    void an_interim_answer_passes_before_the_final_one_and_keeps_the_rules(String status) throws IOException {
        try (StubUpstream upstream = StubUpstream.answering(
                        "HTTP/1.1 " + status + "\nLink: </a.css>\nSet-Cookie: a=1\nAccess-Control-Allow-Origin: *\n\n"
                                + "HTTP/1.1 200 OK\nContent-Length: 2",
                        "ok");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            Answer interim = client.request("GET /f").answerHead();

            assertThat(interim.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
            assertThat(interim.headers("Set-Cookie")).isEmpty();
            assertThat(interim.headers("Access-Control-Allow-Origin")).isEmpty();
            assertThat(client.answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void a_client_that_waits_with_its_body_is_told_by_the_upstream_to_go_on() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send("HTTP/1.1 100 Continue\r\n\r\n");
                    byte[] body = Answer.readExactly(exchange.in(), 5);
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                    exchange.send(body);
                });
                DashboardProxy proxy =
                        DashboardProxy.builder().allowMethod("POST").start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            client.request("POST /f", "Content-Length: 5", "Expect: 100-continue");
            assertThat(client.answerHead().status()).isEqualTo(100);

            assertThat(client.send("hello").answer().text()).isEqualTo("hello");
        }
    }

    @Test
    void a_body_of_a_method_that_was_allowed_streams_to_the_upstream_up_to_the_limit() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    byte[] body = Answer.readExactly(exchange.in(), 5);
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                    exchange.send(body);
                });
                DashboardProxy proxy =
                        DashboardProxy.builder().allowMethod("POST").start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            client.request("POST /f", "Content-Length: 5").send("hello");

            assertThat(client.answer().text()).isEqualTo("hello");
            assertThat(RawClient.ask(proxy, "POST /f", "Content-Length: 1048577")
                            .status())
                    .isEqualTo(413);
            assertThat(upstream.heads()).hasSize(1);
        }
    }
}
