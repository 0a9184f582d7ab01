package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Bokeh's scripts")
class StaticAssetsTest {
    private static final String ASSET = "/static/js/bokeh.min.js?v=4f3a9b12c0ffee00";
    private static final String SCRIPT = "const x = 'bokeh';\n".repeat(50_000);

    private static StubUpstream scripts(String... headers) {
        String more = headers.length == 0 ? "" : "\n" + String.join("\n", headers);
        return StubUpstream.answering(
                "HTTP/1.1 200 OK\nContent-Type: text/javascript\nETag: \"e\"\nAccept-Ranges: bytes\nContent-Length: "
                        + SCRIPT.length() + more,
                SCRIPT);
    }

    @Test
    void a_hashed_asset_is_compressed_and_kept_for_good() throws IOException {
        try (StubUpstream upstream = scripts();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, ASSET, "Accept-Encoding: deflate, gzip;q=0.8, br");

            assertThat(answer.header("Content-Encoding")).hasValue("gzip");
            assertThat(answer.headers("Cache-Control")).containsExactly("public, max-age=31536000, immutable");
            assertThat(answer.header("Vary")).hasValue("Accept-Encoding");
            assertThat(answer.header("ETag")).hasValue("W/\"e\"");
            assertThat(answer.header("Accept-Ranges")).isEmpty();
            assertThat(answer.body().length).isLessThan(SCRIPT.length() / 10);
            assertThat(new String(
                            new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
                            StandardCharsets.US_ASCII))
                    .isEqualTo(SCRIPT);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ASSET + "|Accept-Encoding: identity",
                ASSET + "|Accept-Encoding: gzip;q=0",
                ASSET + "|Accept: */*",
            })
    void it_is_kept_but_not_compressed_for_who_does_not_want_that(String target, String header) {
        try (StubUpstream upstream = scripts();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, target, header);

            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(answer.text()).isEqualTo(SCRIPT);
            assertThat(answer.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        }
    }

    @ParameterizedTest
    @CsvSource({"/static/js/bokeh.min.js", "/static/js/bokeh.min.js?v=x", "/status?v=4f3a9b12c0ffee00"})
    void what_has_no_hash_is_left_as_it_is(String target) {
        try (StubUpstream upstream = scripts("Cache-Control: no-cache");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, target, "Accept-Encoding: gzip");

            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(answer.header("Cache-Control")).hasValue("no-cache");
            assertThat(answer.text()).isEqualTo(SCRIPT);
        }
    }

    @Test
    void what_is_compressed_already_stays_as_it_is() {
        try (StubUpstream upstream = scripts("Content-Encoding: br");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, ASSET, "Accept-Encoding: gzip, br");

            assertThat(answer.headers("Content-Encoding")).containsExactly("br");
            assertThat(answer.text()).isEqualTo(SCRIPT);
        }
    }

    @Test
    void an_asset_that_is_missing_is_not_kept() {
        try (StubUpstream upstream = StubUpstream.answering("HTTP/1.1 404 Not Found\nContent-Length: 2", "no");
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            Answer answer = RawClient.get(proxy, ASSET, "Accept-Encoding: gzip");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Cache-Control")).isEmpty();
            assertThat(answer.text()).isEqualTo("no");
        }
    }
}
