package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy before a real scheduler with a worker, directly and behind a real jupyter-server-proxy. */
@DisplayName("A real dashboard")
class DashboardIT {
    private static final String TOKEN = "token-of-the-notebook-server";
    private static final String COOKIES = "_xsrf=" + "x".repeat(4000) + "; jupyterhub-session-id=" + "y".repeat(8000);

    @TempDir
    static Path directory;

    private static PythonProcess scheduler;
    private static PythonProcess worker;
    private static PythonProcess notebookServer;
    private static DashboardProxy proxy;
    private static URI workerDashboard;
    private static int hubPort;

    @BeforeAll
    static void start() {
        scheduler = PythonProcess.main(
                "distributed.cli.dask_scheduler",
                directory,
                Map.of(),
                "--host=127.0.0.1",
                "--port=0",
                "--dashboard-address=127.0.0.1:0");
        notebookServer = PythonProcess.main(
                "jupyter_server.serverapp",
                directory,
                Map.of("JUPYTER_TOKEN", TOKEN),
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port=0",
                "--ServerApp.base_url=/user/alice/",
                "--ServerApp.allow_remote_access=True",
                "--allow-root");
        String dashboard = scheduler.awaitOutput("dashboard at: +(http://[0-9.]+:\\d+)");
        worker = PythonProcess.main(
                "distributed.cli.dask_worker",
                directory,
                Map.of(),
                "--host=127.0.0.1",
                "--no-nanny",
                "--dashboard-address=127.0.0.1:0",
                scheduler.awaitOutput("Scheduler at: +(tcp://\\S+)"));
        workerDashboard = URI.create("http://" + worker.awaitOutput("dashboard at: +(\\S+)"));
        scheduler.awaitOutput("Register worker (\\S+)");
        hubPort = Integer.parseInt(notebookServer.awaitOutput("http://127\\.0\\.0\\.1:(\\d+)/user/alice/"));
        proxy = DashboardProxy.builder()
                .servicePrefix("/user/alice/")
                .workerPages((host, port) ->
                        workerDashboard.getPort() == port ? Optional.of(workerDashboard) : Optional.empty())
                .start(URI.create(dashboard));
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {proxy, notebookServer, worker, scheduler}) {
            closeIfStarted(each);
        }
    }

    private static void closeIfStarted(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks as a browser does that is logged in to the hub. */
    private static Answer viaHub(String target) throws IOException {
        try (RawClient client = RawClient.to(hubPort)) {
            return client.request(
                            "GET /user/alice/proxy/" + proxy.port() + target,
                            "Host: hub.example",
                            "Authorization: token " + TOKEN,
                            "Cookie: " + COOKIES,
                            "X-Forwarded-For: 10.1.2.3",
                            "X-Forwarded-Proto: https")
                    .answer();
        }
    }

    @Test
    void case_8_the_token_of_a_page_holds_no_secret_and_is_small() throws IOException {
        Answer page = RawClient.get(proxy, "/status", "Cookie: " + COOKIES, "Authorization: token SECRET");

        BokehToken token = BokehToken.in(page.text());
        assertThat(token.decoded())
                .contains("\"Host\"")
                .doesNotContain("SECRET", "Authorization", "_xsrf", "jupyterhub-session-id", "Cookie");
        assertThat(token.text().length()).isLessThan(1024);
    }

    @Test
    void case_8_the_same_is_so_behind_jupyter_server_proxy() throws IOException {
        BokehToken token = BokehToken.in(viaHub("/status").text());

        assertThat(token.decoded()).doesNotContain(TOKEN, "Authorization", "_xsrf", "Cookie", "10.1.2.3");
        assertThat(token.text().length()).isLessThan(1024);
    }

    @Test
    void the_root_leads_to_the_status_page_behind_jupyter_server_proxy() throws IOException {
        assertThat(viaHub("/").header("Location"))
                .hasValue("//hub.example/user/alice/proxy/" + proxy.port() + "/status");
        assertThat(viaHub("/status").text()).contains("<title>Dask Diagnostic UI</title>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/workers",
                "/info/main/workers.html",
                "/individual-plots.json",
                "/json/counts.json",
                "/health",
                "/statics/css/base.css"
            })
    void pages_open_directly_and_behind_jupyter_server_proxy(String page) throws IOException {
        assertThat(RawClient.get(proxy, page).status()).isEqualTo(200);
        assertThat(viaHub(page).status()).isEqualTo(200);
    }

    @Test
    void a_page_of_a_worker_on_the_scheduler_opens() {
        Matcher link = Pattern.compile("href=\"\\.\\./(worker/tcp[^\"]+)\"")
                .matcher(RawClient.get(proxy, "/info/main/workers.html").text());
        assertThat(link.find()).isTrue();
        assertThat(link.group(1)).contains("%3A%2F%2F");
        assertThat(RawClient.get(proxy, "/info/" + link.group(1)).text()).contains("127.0.0.1");
    }

    @Test
    void the_workers_own_dashboard_opens_where_the_scheduler_links_to() throws IOException {
        String place = "/proxy/" + workerDashboard.getPort() + "/127.0.0.1";

        Answer page = viaHub(place + "/status");
        assertThat(page.status()).isEqualTo(200);
        assertOpensSocket(RawClient.to(proxy), place + "/status/ws", BokehToken.in(page.text()));
    }

    @Test
    void bokehs_script_comes_compressed() {
        Matcher script = Pattern.compile("src=\"(static/js/bokeh\\.min\\.js\\?v=[^\"]+)\"")
                .matcher(RawClient.get(proxy, "/status").text());
        assertThat(script.find()).isTrue();
        Answer answer = RawClient.get(proxy, "/" + script.group(1), "Accept-Encoding: gzip");

        assertThat(answer.header("Content-Encoding")).hasValue("gzip");
        assertThat(answer.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        assertThat(answer.body().length).isLessThan(500_000);
    }

    @Test
    void a_page_talks_to_its_websocket_directly() throws IOException {
        BokehToken token = BokehToken.in(RawClient.get(proxy, "/status").text());

        assertOpensSocket(RawClient.to(proxy), "/status/ws", token, "Origin: http://127.0.0.1:" + proxy.port());
    }

    @Test
    void a_page_talks_to_its_websocket_behind_jupyter_server_proxy() throws IOException {
        BokehToken token = BokehToken.in(viaHub("/status").text());

        assertOpensSocket(
                RawClient.to(hubPort),
                "/user/alice/proxy/" + proxy.port() + "/status/ws",
                token,
                "Host: hub.example",
                "Origin: https://hub.example",
                "Authorization: token " + TOKEN,
                "X-Forwarded-For: 10.1.2.3",
                "X-Forwarded-Proto: wss");
    }

    private static void assertOpensSocket(RawClient client, String target, BokehToken token, String... headers)
            throws IOException {
        try (client) {
            String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Sec-WebSocket-Protocol: bokeh, " + token.text();
            Answer answer =
                    client.request("GET " + target, Upgrades.headers(all)).answerHead();

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("Sec-WebSocket-Protocol")).hasValue("bokeh");
            assertThat(Frame.read(client.in).toString()).contains("\"msgtype\": \"ACK\"");
        }
    }
}
