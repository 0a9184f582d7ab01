package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Header fields (cases 6 and 7)")
class HeaderTest {
    @Test
    void case_6_the_upstream_gets_nothing_that_proves_who_the_user_is() {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            RawClient.get(
                    proxy,
                    "/status",
                    "User-Agent: Browser/1",
                    "Cookie: jupyterhub-session-id=SECRET; _xsrf=SECRET",
                    "Cookie: second=SECRET",
                    "Authorization: token SECRET",
                    "Proxy-Authorization: Basic SECRET",
                    "X-XSRFToken: SECRET",
                    "Referer: https://hub.example/user/alice/lab?token=SECRET",
                    "X-Forwarded-For: SECRET",
                    "X-Forwarded-Host: SECRET",
                    "X-Forwarded-Prefix: SECRET",
                    "X-Real-IP: SECRET",
                    "X-ProxyContextPath: SECRET",
                    "Forwarded: for=SECRET",
                    "Via: 1.1 SECRET",
                    "Connection: X-Drop, close",
                    "X-Drop: SECRET",
                    "TE: trailers",
                    "Accept-Language: de");

            String head = upstream.onlyHead();
            assertThat(head).doesNotContain("SECRET", "trailers").contains("Accept-Language: de");
            assertThat(StubUpstream.headers(head, "User-Agent")).containsExactly("Browser/1");
            assertThat(StubUpstream.headers(head, "Host")).containsExactly(upstream.authority());
        }
    }

    @Test
    void case_6_a_client_without_user_agent_and_encoding_gets_none_added() {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            RawClient.get(proxy, "/status");

            assertThat(upstream.onlyHead())
                    .doesNotContainIgnoringCase("User-Agent")
                    .doesNotContain("Accept-Encoding");
        }
    }

    @Test
    void the_upstream_is_told_the_public_address_afresh() {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy =
                        DashboardProxy.builder().servicePrefix("/user/alice/").start(upstream.uri())) {
            RawClient.getViaHub(proxy, "/status", "X-Forwarded-For: 6.6.6.6");

            String head = upstream.onlyHead();
            assertThat(StubUpstream.headers(head, "X-Forwarded-Host")).containsExactly("hub.example");
            assertThat(StubUpstream.headers(head, "X-Forwarded-Proto")).containsExactly("https");
            assertThat(StubUpstream.headers(head, "X-Forwarded-Prefix"))
                    .containsExactly("/user/alice/proxy/" + proxy.port());
            assertThat(head).doesNotContain("6.6.6.6", "X-Forwarded-Context");
        }
    }

    @Test
    void case_7_the_browser_gets_nothing_that_changes_the_site() {
        String head = """
                HTTP/1.1 200 OK
                Set-Cookie: a=UNWANTED; Path=/
                Set-Cookie: b=UNWANTED
                Access-Control-Allow-Origin: https://UNWANTED.example
                Access-Control-Allow-Credentials: true
                Strict-Transport-Security: max-age=UNWANTED
                Clear-Site-Data: "UNWANTED"
                Service-Worker-Allowed: /UNWANTED
                WWW-Authenticate: Basic realm="UNWANTED"
                Refresh: 0; url=https://UNWANTED.example
                Alt-Svc: UNWANTED=":443"
                Via: 1.1 UNWANTED
                X-Powered-By: UNWANTED
                Connection: X-Foo
                X-Foo: UNWANTED
                Server: UNWANTED
                Content-Type: text/html
                ETag: "e"
                Cache-Control: no-cache
                Link: </a>; rel=x
                Link: </b>; rel=y
                Content-Length: 2""";
        try (StubUpstream upstream = StubUpstream.answering(head, "ok");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, "/status", "Origin: http://127.0.0.1:" + proxy.port());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.lines().toString()).doesNotContain("UNWANTED", "Access-Control", "Jetty");
            assertThat(answer.headers("Content-Type")).containsExactly("text/html");
            assertThat(answer.headers("ETag")).containsExactly("\"e\"");
            assertThat(answer.headers("Cache-Control")).containsExactly("no-cache");
            assertThat(answer.headers("Link")).containsExactly("</a>; rel=x", "</b>; rel=y");
            assertThat(answer.headers("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(answer.headers("Referrer-Policy")).containsExactly("same-origin");
        }
    }
}
