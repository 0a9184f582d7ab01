package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Targets (cases 4 and 5)")
class TargetTest {
    private final StubUpstream upstream = StubUpstream.ok();
    private DashboardProxy proxy;

    @BeforeEach
    void start() {
        proxy = DashboardProxy.start(upstream.uri());
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?",
                "/status?",
                "/info/worker/tcp%3A%2F%2F10.0.0.7%3A4001.html",
                "/info/task/%28%27x-1f%27%2C+0%29.html",
                "/a%25b",
                "/a%2525b",
                "/a%3Fb",
                "/a%23b",
                "/a%3fb?c=%23d",
                "/a;p=1/b;q",
                "/a+b",
                "/gr%C3%BC%C3%9Fe",
                "/a//b",
                "/a%5Cb",
                "/a[0]|b",
                "/...",
                "/.a/..b/c..",
                "/x?q={\"a\":[1]}|\\",
                "/x?a=b?c=d&e",
                "/x?q=../..",
                "/proxyless",
            })
    void case_4_the_target_reaches_the_upstream_byte_for_byte(String target) {
        assertThat(RawClient.get(proxy, target).status()).isEqualTo(200);
        assertThat(upstream.onlyHead()).startsWith("GET " + target + " HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /../etc",
                "GET /a/..",
                "GET /a/%2e%2e/b",
                "GET /a/.%2E/b",
                "GET /a/./b",
                "GET /a/..;x/b",
                "GET /a/%2E%2E%2Fb",
                "GET //evil/x",
                "GET //",
                "GET /a%00b",
                "GET /a%0d%0aX:%20y",
                "GET /a%7f",
                "GET /a%2",
                "GET /a%zz",
                "GET /x?q=%zz",
                "GET /a\\b",
                "GET /a#b",
                "GET /gr\u00fc\u00dfe",
                "GET /x?q=\u00fc",
                "GET a",
                "GET http://169.254.169.254/",
                "GET https://127.0.0.1/",
                "GET http://user@127.0.0.1/",
                "GET ftp://127.0.0.1/",
                "OPTIONS *",
                "CONNECT x:1",
                "CONNECT 127.0.0.1:22",
                "TRACE /",
                "POST /api/v1/retire_workers",
                "PUT /x",
                "get /x",
                "PROPFIND /"
            })
    void case_5_an_odd_target_or_method_is_refused(String request) {
        Answer answer = RawClient.ask(proxy, request);

        assertThat(answer.status()).isIn(400, 405);
        assertThat(answer.header("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(upstream.heads()).isEmpty();
    }

    @Test
    void case_5_a_foreign_absolute_target_is_refused_even_if_the_host_header_agrees() {
        assertThat(RawClient.get(proxy, "http://169.254.169.254/", "Host: 169.254.169.254")
                        .status())
                .isEqualTo(421);
        assertThat(upstream.heads()).isEmpty();
    }

    @Test
    void case_5_an_absolute_target_with_the_own_authority_is_the_same_as_its_path() {
        assertThat(RawClient.get(proxy, "http://127.0.0.1:" + proxy.port() + "/status")
                        .status())
                .isEqualTo(200);
        assertThat(upstream.onlyHead()).startsWith("GET /status HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "ftp", "ws"})
    void case_5_an_absolute_target_of_another_scheme_is_refused(String scheme) {
        assertThat(RawClient.get(proxy, scheme + "://127.0.0.1:" + proxy.port() + "/status")
                        .status())
                .isEqualTo(400);
        assertThat(upstream.heads()).isEmpty();
    }

    @Test
    void case_5_an_old_request_without_a_host_is_refused() throws IOException {
        try (RawClient client = RawClient.to(proxy)) {
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").answer().status()).isEqualTo(421);
            assertThat(upstream.heads()).isEmpty();
        }
    }
}
