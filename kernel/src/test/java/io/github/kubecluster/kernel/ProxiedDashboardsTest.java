package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kubecluster.cluster.DashboardRoute.Opened;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxiedDashboardsTest {
    @TempDir
    Path home;

    @Test
    void the_link_of_dasks_own_configuration_is_taken() throws Exception {
        Path file = home.resolve(".config/dask/distributed.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "distributed: {dashboard: {link: 'https://{TENANT}.example/{host}/{port}/status'}}");

        Opened opened = new ProxiedDashboards(Map.of("HOME", home.toString(), "TENANT", "acme"))
                .open(URI.create("http://10.96.3.1:8787/"), List::of);

        assertThat(opened.link()).isEqualTo("https://acme.example/10.96.3.1/8787/status");
        opened.closer().run();
    }

    @Test
    void a_configured_link_that_cannot_be_written_costs_one_notice_and_the_default_is_taken() {
        Opened opened = new ProxiedDashboards(
                        Map.of("HOME", home.toString(), "DASK_DISTRIBUTED__DASHBOARD__LINK", "{NOPE}/{port}/status"))
                .open(URI.create("http://10.96.3.1:8787/"), List::of);

        assertThat(opened.link()).matches("http://127\\.0\\.0\\.1:\\d+/status");
        assertThat(opened.notices())
                .containsExactly(
                        "Dashboard link \"{NOPE}/{port}/status\" needs the environment variable NOPE, which is not"
                                + " set. The default link is used. Correct distributed.dashboard.link.");
        opened.closer().run();
    }

    @Test
    void the_scheme_is_https_where_dask_serves_the_dashboard_over_tls_and_a_missing_authority_is_told() {
        Opened opened = new ProxiedDashboards(Map.of(
                        "HOME", home.toString(),
                        "DASK_DISTRIBUTED__DASHBOARD__LINK", "{scheme}://{host}:{port}/status",
                        "DASK_DISTRIBUTED__SCHEDULER__DASHBOARD__TLS__CERT", "/tls/cert.pem",
                        "DASK_DISTRIBUTED__SCHEDULER__DASHBOARD__TLS__CA_FILE", "/absent/ca.pem"))
                .open(URI.create("http://10.96.3.1:8787/"), List::of);

        assertThat(opened.link()).isEqualTo("https://10.96.3.1:8787/status");
        assertThat(opened.notices())
                .containsExactly("The certificates in \"/absent/ca.pem\", by which dashboards are known, cannot be read"
                        + " (/absent/ca.pem). Those that Java trusts are used. Correct"
                        + " distributed.scheduler.dashboard.tls.ca-file.");
        opened.closer().run();
    }

    @Test
    void a_page_of_a_closed_cluster_is_told_so() throws Exception {
        try (StubDashboard dashboard = new StubDashboard()) {
            ProxiedDashboards dashboards = new ProxiedDashboards(Map.of());
            Opened opened = dashboards.open(dashboard.root(), List::of);
            assertThat(get(opened.link())).isEqualTo("200 a page");
            await("the request to be counted, which it is when its answer has ended")
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            dashboards.counters(opened.link()).orElseThrow().requests() == 1);

            opened.closer().run();

            assertThat(get(opened.link())).startsWith("503 ").contains("This cluster is closed.");
            assertThat(dashboards.counters(opened.link())).isEmpty();
        }
    }

    @Test
    void plots_are_those_that_the_dashboard_tells() throws Exception {
        try (StubDashboard dashboard = new StubDashboard()) {
            ProxiedDashboards dashboards = new ProxiedDashboards(Map.of());
            Opened opened = dashboards.open(dashboard.root(), List::of);

            assertThat(dashboards.plots(opened.link()))
                    .containsExactly(
                            entry("cluster-map", "/statics/individual-cluster-map.html"),
                            entry("task-stream", "/individual-task-stream"));
            assertThat(dashboards.plotNames()).containsExactly("cluster-map", "task-stream");
            DisplayData shown =
                    DashboardVerb.embedded(opened.link(), dashboards.plots(opened.link()), "cluster-map", 300);
            assertThat(String.valueOf(shown.getData(MIMEType.TEXT_HTML)))
                    .contains("src=\"" + opened.link().replace("status", "statics/individual-cluster-map.html") + "\"")
                    .contains("title=\"cluster-map\"");
            assertThatThrownBy(() ->
                            DashboardVerb.embedded(opened.link(), dashboards.plots(opened.link()), "task-steam", 300))
                    .hasMessage("The dashboard has no plot \"task-steam\". Did you mean \"task-stream\"?");
            opened.closer().run();
            assertThatThrownBy(() -> dashboards.plots(opened.link())).hasMessageContaining("is not open here");
        }
    }

    private static String get(String link) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(link).toURL().openConnection();
        InputStream body =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        return connection.getResponseCode() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A dashboard of two plots. */
    private static final class StubDashboard implements AutoCloseable {
        private final HttpServer server;

        StubDashboard() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> answer(exchange, "a page"));
            server.createContext(
                    "/individual-plots.json",
                    exchange -> answer(
                            exchange,
                            "{\"Individual Task Stream\": \"/individual-task-stream\","
                                    + " \"Individual Cluster Map\": \"/statics/individual-cluster-map.html\"}"));
            server.start();
        }

        URI root() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }

        private static void answer(HttpExchange exchange, String text) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
