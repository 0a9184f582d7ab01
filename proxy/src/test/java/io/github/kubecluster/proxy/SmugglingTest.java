package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Request smuggling (case 12)")
class SmugglingTest {
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    private final StubUpstream upstream = StubUpstream.ok();
    private DashboardProxy proxy;

    @BeforeEach
    void start() {
        proxy = DashboardProxy.builder().allowMethod("POST").start(upstream.uri());
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0, 44\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: +0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "GET /x HTTP/1.1\nHost: 127.0.0.1\n\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\nX: y\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y\r\n folded\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y\r\n\tfolded\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nno colon\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nX\u0000: y\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y\u0000z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y\rGET /smuggled\r\n\r\n",
                "GET /x HTTP/1.1\r\n\r\n",
                "GET /x HTTP/0.9\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /x HTTP/3.0\r\nHost: 127.0.0.1\r\n\r\n",
            })
    void case_12_a_request_that_can_be_read_in_two_ways_is_refused_and_ends_the_connection(String request)
            throws IOException {
        try (RawClient client = RawClient.to(proxy)) {
            Answer answer = client.send(request + NEXT).answer();

            assertThat(answer.status()).isIn(400, 501, 505);
            assertThat(answer.header("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(client.isEnded()).isTrue();
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @Test
    void case_12_a_header_block_of_70_kilobytes_is_refused() throws IOException {
        try (RawClient client = RawClient.to(proxy)) {
            Answer answer =
                    client.request("GET /x", "X-Large: " + "x".repeat(70_000)).answer();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @Test
    void case_12_a_header_block_of_40_kilobytes_passes_in_both_directions() {
        String large = "x".repeat(40_000);
        try (StubUpstream echo = StubUpstream.scripted(exchange -> exchange.send("HTTP/1.1 200 OK\r\nX-Large: "
                        + exchange.header("X-Large") + "\r\nContent-Length: 0\r\n\r\n"));
                DashboardProxy toEcho = DashboardProxy.start(echo.uri())) {
            assertThat(RawClient.get(toEcho, "/x", "X-Large: " + large).header("X-Large"))
                    .hasValue(large);
        }
    }

    @Test
    void two_requests_in_one_packet_are_answered_in_turn() throws IOException {
        try (RawClient client = RawClient.to(proxy)) {
            client.send("GET /1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /2 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(upstream.heads()).hasSize(2);
        }
    }
}
