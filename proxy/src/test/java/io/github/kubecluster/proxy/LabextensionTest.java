package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What dask-labextension expects of a dashboard whose address was pasted into its panel. */
@DisplayName("dask-labextension (case 19)")
class LabextensionTest {
    private static final StubUpstream.Script PLOTS = exchange -> exchange.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 19\r\n\r\n{\"CPU\":\"/individual\"");

    @Test
    void case_19_the_list_of_plots_is_json_without_redirect_that_may_stand_in_a_frame() {
        try (StubUpstream upstream = StubUpstream.scripted(PLOTS);
                DashboardProxy proxy =
                        DashboardProxy.builder().servicePrefix("/user/alice/").start(upstream.uri())) {
            Answer answer = RawClient.getViaHub(proxy, "/individual-plots.json", "Sec-Fetch-Site: same-origin");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).hasValue("application/json");
            assertThat(answer.lines().toString()).doesNotContain("X-Frame-Options", "Content-Security-Policy");
        }
    }

    @Test
    void case_19_twenty_polls_share_connections_to_the_upstream() {
        try (StubUpstream upstream = StubUpstream.scripted(PLOTS);
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            for (int i = 0; i < 20; i++) {
                assertThat(RawClient.get(proxy, "/individual-plots.json").status())
                        .isEqualTo(200);
            }
            // One, when seconds are between them; here the next may come before the connection is free again.
            assertThat(upstream.connections()).isLessThan(10);
        }
    }

    @Test
    void case_19_a_scheduler_that_goes_and_comes_back_is_seen_by_the_next_poll() throws IOException {
        StubUpstream first = StubUpstream.on(InetAddress.getLoopbackAddress(), FreePort.find(), PLOTS);
        try (DashboardProxy proxy = DashboardProxy.start(first.uri())) {
            assertThat(RawClient.get(proxy, "/individual-plots.json").status()).isEqualTo(200);

            first.close();
            assertThat(RawClient.get(proxy, "/individual-plots.json").status()).isEqualTo(502);

            try (StubUpstream again = StubUpstream.on(InetAddress.getLoopbackAddress(), first.port(), PLOTS)) {
                assertThat(again.port()).isEqualTo(first.port());
                assertThat(RawClient.get(proxy, "/individual-plots.json").status())
                        .isEqualTo(200);
            }
        }
    }
}
