package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Redirects (cases 1 to 3)")
class RedirectTest {
    private static DashboardProxy onHub(StubUpstream upstream) {
        return DashboardProxy.builder().servicePrefix("/user/alice/").start(upstream.uri());
    }

    private static String context(DashboardProxy proxy) {
        return "//hub.example/user/alice/proxy/" + proxy.port();
    }

    @Test
    void case_1_the_root_redirects_below_the_hub_for_now_only() {
        try (StubUpstream upstream = StubUpstream.redirecting("301 Moved Permanently", "/status");
                DashboardProxy proxy = onHub(upstream)) {
            Answer answer = RawClient.getViaHub(proxy, "/");

            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location")).hasValue(context(proxy) + "/status");
            assertThat(answer.header("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void case_1_the_root_redirects_on_loopback_without_a_prefix() {
        try (StubUpstream upstream = StubUpstream.redirecting("301 Moved Permanently", "/status");
                DashboardProxy proxy = onHub(upstream)) {
            assertThat(RawClient.get(proxy, "/").header("Location"))
                    .hasValue("//127.0.0.1:" + proxy.port() + "/status");
        }
    }

    /** jupyter-server-proxy 4.4.0 changes no Location; newer ones change those without scheme and authority. */
    @Test
    void case_1_jupyter_server_proxy_leaves_the_location_as_it_is() {
        try (StubUpstream upstream = StubUpstream.redirecting("301 Moved Permanently", "/status");
                DashboardProxy proxy = onHub(upstream)) {
            URI location = URI.create(
                    RawClient.getViaHub(proxy, "/").header("Location").orElseThrow());

            assertThat(location.getScheme()).isNull();
            assertThat(location.getAuthority()).isEqualTo("hub.example");
        }
    }

    @Test
    void case_1_a_permanent_redirect_that_keeps_the_method_becomes_a_temporary_one() {
        try (StubUpstream upstream = StubUpstream.redirecting("308 Permanent Redirect", "/status");
                DashboardProxy proxy = onHub(upstream)) {
            assertThat(RawClient.getViaHub(proxy, "/").status()).isEqualTo(307);
        }
    }

    @Test
    void case_1_a_notebook_server_without_a_hub_tells_its_own_path() {
        try (StubUpstream upstream = StubUpstream.redirecting("301 Moved Permanently", "/status");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(
                    proxy, "/", "Host: localhost:8888", "X-Forwarded-Context: /lab/proxy/" + proxy.port());

            assertThat(answer.header("Location")).hasValue("//localhost:8888/lab/proxy/" + proxy.port() + "/status");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/info, info/main/workers.html, /info/main/workers.html",
        "/a/b/c, d?x=1, /a/b/d?x=1",
        "/a/b/c, ?y=2, /a/b/c?y=2",
        "/a/b/c?x=1, '', /a/b/c?x=1",
        "/a/b/c, #part, /a/b/c#part",
        "/a/b/c, ./, /a/b/",
        "/a/b/c, .., /a/",
        "/a/b/c, ../d, /a/d",
        "/a/b/c, ../../../z, /z",
        "/a/b/c, ../../../../user/bob/proxy/1/z, /user/bob/proxy/1/z",
        "/a/b/c, /%2e%2e/%2e%2e/z, /z",
        "/a/b/c, /x%2Fy, /x%2Fy",
        "/a/b/c, /\\evil.example/, /\\evil.example/",
    })
    void case_2_a_relative_redirect_stays_below_the_context(String target, String location, String expected) {
        try (StubUpstream upstream = StubUpstream.redirecting("302 Found", location);
                DashboardProxy proxy = onHub(upstream)) {
            assertThat(RawClient.getViaHub(proxy, target).header("Location")).hasValue(context(proxy) + expected);
        }
    }

    @Test
    void case_3_a_redirect_to_the_upstream_itself_is_rewritten() {
        for (String form : new String[] {"http://%s/abs", "HTTP://%s/abs", "//%s/abs"}) {
            try (StubUpstream upstream =
                            StubUpstream.scripted(exchange -> exchange.send("HTTP/1.1 302 Found\r\nLocation: "
                                    + form.formatted(
                                            "127.0.0.1:" + exchange.socket().getLocalPort())
                                    + "\r\nContent-Length: 0\r\n\r\n"));
                    DashboardProxy proxy = onHub(upstream)) {
                assertThat(RawClient.getViaHub(proxy, "/x").header("Location"))
                        .as(form)
                        .hasValue(context(proxy) + "/abs");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://docs.dask.org/", "http://docs.dask.org/en/latest?x=1#y", "//docs.dask.org/"})
    void case_3_a_redirect_to_another_site_is_left_as_it_is(String location) {
        try (StubUpstream upstream = StubUpstream.redirecting("302 Found", location);
                DashboardProxy proxy = onHub(upstream)) {
            assertThat(RawClient.getViaHub(proxy, "/x").header("Location")).hasValue(location);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "https:evil.example",
                "http:///evil.example",
                "http://ev\\il/",
                "java script:x",
                "/a b"
            })
    void case_3_a_redirect_to_what_is_no_page_is_an_error(String location) {
        try (StubUpstream upstream = StubUpstream.redirecting("302 Found", location);
                DashboardProxy proxy = onHub(upstream)) {
            Answer answer = RawClient.getViaHub(proxy, "/x");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("Location")).isEmpty();
        }
    }
}
