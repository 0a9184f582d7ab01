package io.github.kubecluster.proxy;

import static io.github.kubecluster.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("WebSockets (cases 13 to 16)")
class WebSocketTest {
    private static StubUpstream.Script echo(String... headers) {
        return exchange -> {
            exchange.send(Upgrades.accepted(headers));
            while (true) {
                exchange.send(Frame.read(exchange.in()).unmasked());
            }
        };
    }

    @Test
    void case_13_both_subprotocols_reach_the_upstream_whose_choice_reaches_the_client() throws IOException {
        String token = "t".repeat(20_000);
        try (StubUpstream upstream = StubUpstream.scripted(echo("Sec-WebSocket-Protocol: bokeh"));
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            Answer answer = client.request(
                            "GET /status/ws", Upgrades.headers("Sec-WebSocket-Protocol: bokeh, " + token))
                    .answerHead();

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.headers("Sec-WebSocket-Protocol")).containsExactly("bokeh");
            assertThat(StubUpstream.headers(upstream.onlyHead(), "Sec-WebSocket-Protocol"))
                    .containsExactly("bokeh, " + token);
        }
    }

    @ParameterizedTest
    @CsvSource({"second", "''"})
    void case_13_the_upstream_may_choose_the_second_subprotocol_or_none(String chosen) throws IOException {
        String[] header = chosen.isEmpty() ? new String[0] : new String[] {"Sec-WebSocket-Protocol: " + chosen};
        try (StubUpstream upstream = StubUpstream.scripted(echo(header));
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            Answer answer = client.request("GET /ws", Upgrades.headers("Sec-WebSocket-Protocol: first, second"))
                    .answerHead();

            assertThat(answer.headers("Sec-WebSocket-Protocol"))
                    .isEqualTo(chosen.isEmpty() ? List.of() : List.of(chosen));
        }
    }

    @Test
    void case_13_compression_is_agreed_end_to_end() throws IOException {
        String extension = "permessage-deflate; server_no_context_takeover";
        try (StubUpstream upstream = StubUpstream.scripted(echo("Sec-WebSocket-Extensions: " + extension));
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            Answer answer = client.request(
                            "GET /ws",
                            Upgrades.headers("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
                    .answerHead();

            assertThat(answer.headers("Sec-WebSocket-Extensions")).containsExactly(extension);
            assertThat(StubUpstream.headers(upstream.onlyHead(), "Sec-WebSocket-Extensions"))
                    .containsExactly("permessage-deflate; client_max_window_bits");
        }
    }

    @Test
    void case_13_no_subprotocol_and_no_extension_need_be_offered() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(echo());
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = Upgrades.open(proxy)) {
            client.send(Frame.of(Frame.BINARY, "hello").masked());

            assertThat(Frame.read(client.in)).isEqualTo(Frame.of(Frame.BINARY, "hello"));
            assertThat(upstream.onlyHead()).doesNotContain("Protocol", "Extensions");
        }
    }

    @Test
    void the_upgrade_keeps_the_rules_on_header_fields_in_both_directions() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(echo("Set-Cookie: UNWANTED=1", "Server: UNWANTED"));
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            Answer answer = client.request(
                            "GET /ws",
                            Upgrades.headers(
                                    "Cookie: a=SECRET", "Authorization: token SECRET", "X-Forwarded-For: SECRET"))
                    .answerHead();

            assertThat(answer.lines().toString()).doesNotContain("UNWANTED");
            String head = upstream.onlyHead();
            assertThat(head).doesNotContain("SECRET");
            assertThat(StubUpstream.headers(head, "Connection")).containsExactly("Upgrade");
            assertThat(StubUpstream.headers(head, "Upgrade")).containsExactly("websocket");
            assertThat(StubUpstream.headers(head, "Host")).containsExactly(upstream.authority());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden, 403",
        "404 Not Found, 404",
        "426 Upgrade Required, 426",
        "503 Service Unavailable, 503",
        "200 OK, 502",
        "302 Found, 502",
        "100 Continue, 502",
        "103 Early Hints, 502"
    })
    void case_14_a_refused_upgrade_is_refused_and_is_no_tunnel(String upstreamStatus, int expected) throws IOException {
        try (StubUpstream upstream =
                        StubUpstream.answering("HTTP/1.1 " + upstreamStatus + "\nContent-Length: 2", "no");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertIsNoTunnel(proxy, upstream, expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong",
                "Upgrade: websocket\r\nConnection: Upgrade",
                "Upgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
            })
    void case_14_a_101_that_is_not_a_correct_one_is_no_tunnel(String headers) throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(
                        exchange -> exchange.send("HTTP/1.1 101 Switching Protocols\r\n" + headers + "\r\n\r\n"));
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertIsNoTunnel(proxy, upstream, 502);
        }
    }

    private static void assertIsNoTunnel(DashboardProxy proxy, StubUpstream upstream, int expected) throws IOException {
        try (RawClient client = RawClient.to(proxy)) {
            client.request("GET /ws", Upgrades.headers());
            client.request("POST /smuggled");

            assertThat(client.answer().status()).isEqualTo(expected);
            assertThat(client.answer().status()).isEqualTo(405);
            assertThat(upstream.onlyHead()).startsWith("GET /ws ");
            await("the upstream's connection to be closed").until(() -> upstream.openConnections() == 0);
        }
        assertThat(proxy.counters().tunnels()).isZero();
    }

    @Test
    void case_14_a_dead_upstream_is_a_bad_gateway() throws IOException {
        try (DashboardProxy proxy = DashboardProxy.start(URI.create("http://127.0.0.1:" + FreePort.find()))) {
            assertThat(RawClient.get(proxy, "/ws", Upgrades.headers()).status()).isEqualTo(502);
        }
    }

    @Test
    void case_14_a_silent_upstream_is_a_gateway_timeout() {
        try (StubUpstream upstream =
                        StubUpstream.scripted(exchange -> exchange.in().read());
                DashboardProxy proxy = DashboardProxy.builder()
                        .answerTimeout(Duration.ofMillis(200))
                        .start(upstream.uri())) {
            assertThat(RawClient.get(proxy, "/ws", Upgrades.headers()).status()).isEqualTo(504);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ws|Upgrade: websocket|Connection: Upgrade",
                "GET /ws|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Key: c2hvcnQ=",
                "GET /ws|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Key: not base 64",
                "GET /ws|Upgrade: websocket|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "HEAD /ws|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            })
    void a_handshake_that_lacks_something_is_refused(String request) throws IOException {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = RawClient.to(proxy)) {
            String[] lines = request.split("\\|", -1);
            client.request(lines[0], java.util.Arrays.copyOfRange(lines, 1, lines.length));

            assertThat(client.answerHead().status()).isEqualTo(400);
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @Test
    void another_upgrade_is_forwarded_as_the_request_that_it_also_is() {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(
                    proxy, "/x", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(upstream.onlyHead())
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContain("HTTP2-Settings");
        }
    }

    @Test
    void case_15_frames_in_one_packet_with_the_upstreams_101_arrive_each_time() throws IOException {
        Frame first = Frame.of(Frame.BINARY, "first");
        Frame bye = Frame.close(4001, "bye");
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.writeBytes(Upgrades.accepted().getBytes(StandardCharsets.ISO_8859_1));
        packet.writeBytes(first.unmasked());
        packet.writeBytes(bye.unmasked());
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send(packet.toByteArray());
                    exchange.socket().close();
                });
                DashboardProxy proxy =
                        DashboardProxy.builder().allowAnyLocalUser().start(upstream.uri())) {
            for (int i = 0; i < 1000; i++) {
                try (RawClient client = Upgrades.open(proxy)) {
                    assertThat(Frame.read(client.in)).isEqualTo(first);
                    assertThat(Frame.read(client.in)).isEqualTo(bye);
                    assertThat(client.isEnded()).isTrue();
                }
            }
            await("all tunnels to be gone").until(() -> proxy.counters().openTunnels() == 0);
            assertThat(proxy.counters().tunnels()).isEqualTo(1000);
        }
    }

    @Test
    void case_15_a_frame_in_one_packet_with_the_clients_request_reaches_the_upstream_each_time() throws IOException {
        Frame first = Frame.of(Frame.BINARY, "first");
        try (StubUpstream upstream = StubUpstream.scripted(echo());
                DashboardProxy proxy =
                        DashboardProxy.builder().allowAnyLocalUser().start(upstream.uri())) {
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.writeBytes(
                    ("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("\r\n", Upgrades.headers()) + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            packet.writeBytes(first.masked());
            for (int i = 0; i < 200; i++) {
                try (RawClient client = RawClient.to(proxy)) {
                    client.send(packet.toByteArray());
                    assertThat(client.answerHead().status()).isEqualTo(101);
                    assertThat(Frame.read(client.in)).isEqualTo(first);
                }
            }
        }
    }

    @Test
    void case_16_the_clients_close_code_reaches_the_upstream() throws Exception {
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send(Upgrades.accepted());
                    Frame close = Frame.read(exchange.in());
                    seen.add(close);
                    exchange.send(close.unmasked());
                    exchange.socket().close();
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = Upgrades.open(proxy)) {
            client.send(Frame.close(4002, "x").masked());

            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo(Frame.close(4002, "x"));
            assertThat(Frame.read(client.in)).isEqualTo(Frame.close(4002, "x"));
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void case_16_the_death_of_the_upstream_is_no_orderly_close() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send(Upgrades.accepted());
                    Frame.read(exchange.in());
                    exchange.reset();
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            try (RawClient client = Upgrades.open(proxy)) {
                client.send(Frame.of(Frame.BINARY, "die").masked());

                assertThat(client.isEnded()).isTrue(); // no close frame before: the browser sees 1006
            }
            await("the tunnel to be gone").until(() -> proxy.counters().openTunnels() == 0);
        }
    }

    @Test
    void case_16_the_death_of_the_client_ends_the_upstreams_connection() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(echo());
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            try (RawClient client = Upgrades.open(proxy)) {
                client.socket.setSoLinger(true, 0);
            }
            await("the upstream to see the end").until(() -> upstream.openConnections() == 0);
            await("the tunnel to be gone").until(() -> proxy.counters().openTunnels() == 0);
        }
    }

    @Test
    void case_16_pings_of_either_side_are_answered_by_the_other_with_the_same_payload() throws Exception {
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send(Upgrades.accepted());
                    exchange.send(Frame.of(Frame.PING, "from upstream").unmasked());
                    seen.add(Frame.read(exchange.in()));
                    seen.add(Frame.read(exchange.in()));
                    exchange.send(Frame.of(Frame.PONG, "from client").unmasked());
                });
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = Upgrades.open(proxy)) {
            assertThat(Frame.read(client.in)).isEqualTo(Frame.of(Frame.PING, "from upstream"));
            client.send(Frame.of(Frame.PONG, "from upstream").masked());
            client.send(Frame.of(Frame.PING, "from client").masked());

            assertThat(Frame.read(client.in)).isEqualTo(Frame.of(Frame.PONG, "from client"));
            assertThat(seen)
                    .containsExactly(Frame.of(Frame.PONG, "from upstream"), Frame.of(Frame.PING, "from client"));
        }
    }

    @Test
    void case_16_25_megabytes_pass_in_both_directions() throws Exception {
        byte[] large = new byte[25 << 20];
        new Random(1).nextBytes(large);
        try (StubUpstream upstream = StubUpstream.scripted(echo());
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient client = Upgrades.open(proxy)) {
            client.send(Frame.binary(large).masked());

            assertThat(Frame.read(client.in).equals(Frame.binary(large))).isTrue();
        }
    }

    @Test
    void case_16_silence_beyond_the_limits_for_answers_keeps_the_socket_open() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(echo());
                DashboardProxy proxy = DashboardProxy.builder()
                        .answerTimeout(Duration.ofSeconds(1))
                        .start(upstream.uri());
                RawClient client = Upgrades.open(proxy)) {
            client.socket.setSoTimeout(3000);
            assertThat(client.isEnded())
                    .as("ended within three times the limit")
                    .isFalse();

            client.socket.setSoTimeout(RawClient.PATIENCE_MILLIS);
            client.send(Frame.of(Frame.BINARY, "still there").masked());
            assertThat(Frame.read(client.in)).isEqualTo(Frame.of(Frame.BINARY, "still there"));
        }
    }

    @Test
    void a_tunnel_that_is_silent_beyond_its_own_limit_is_closed_at_both_ends() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(echo());
                DashboardProxy proxy = DashboardProxy.builder()
                        .tunnelIdleTimeout(Duration.ofMillis(200))
                        .start(upstream.uri());
                RawClient client = Upgrades.open(proxy)) {
            assertThat(client.isEnded()).isTrue();
            await("the upstream to see the end").until(() -> upstream.openConnections() == 0);
            await("the tunnel to be gone").until(() -> proxy.counters().openTunnels() == 0);
        }
    }

    @Test
    void bytes_in_one_direction_keep_a_tunnel_open() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    exchange.send(Upgrades.accepted());
                    for (int i = 0; i < 30; i++) {
                        exchange.send(Frame.of(Frame.PING, "" + i).unmasked());
                        exchange.socket().setSoTimeout(100);
                        try {
                            exchange.in().read();
                        } catch (java.net.SocketTimeoutException e) {
                            // the client says nothing, as it should
                        }
                    }
                });
                DashboardProxy proxy = DashboardProxy.builder()
                        .tunnelIdleTimeout(Duration.ofSeconds(2))
                        .start(upstream.uri());
                RawClient client = Upgrades.open(proxy)) {
            for (int i = 0; i < 30; i++) {
                assertThat(Frame.read(client.in)).isEqualTo(Frame.of(Frame.PING, "" + i));
            }
        }
    }

    @Test
    void more_tunnels_than_the_limit_are_refused_until_one_is_closed() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (StubUpstream upstream = StubUpstream.scripted(echo());
                DashboardProxy proxy = DashboardProxy.builder().maxTunnels(100).start(upstream.uri())) {
            for (int i = 0; i < 100; i++) {
                clients.add(Upgrades.open(proxy));
            }
            Answer refused = RawClient.get(proxy, "/ws", Upgrades.headers());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text())
                    .isEqualTo("Too many dashboard pages are open. Close some, then reload this one.\n");

            clients.get(0).close();
            await("a tunnel to be free").until(() -> proxy.counters().openTunnels() == 99);
            clients.add(Upgrades.open(proxy));
            assertThat(proxy.counters().openTunnels()).isEqualTo(100);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
