package io.github.kubecluster.proxy;

import static io.github.kubecluster.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Access (cases 17 and 18)")
class AccessTest {
    private final StubUpstream upstream = StubUpstream.scripted(exchange -> exchange.send(
            exchange.header("Upgrade").isEmpty()
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nAccess-Control-Allow-Origin: *\r\n\r\n"
                    : Upgrades.accepted()));

    @AfterEach
    void stop() {
        upstream.close();
    }

    private static int open(DashboardProxy proxy, String... headers) throws IOException {
        try (RawClient client = RawClient.to(proxy)) {
            return client.request("GET /ws", Upgrades.headers(headers))
                    .answerHead()
                    .status();
        }
    }

    @Nested
    class Case17 {
        private DashboardProxy proxy;

        @BeforeEach
        void start() {
            proxy = DashboardProxy.builder().servicePrefix("/user/alice/").start(upstream.uri());
        }

        @AfterEach
        void stop() {
            proxy.close();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://evil.example",
                    "http://127.0.0.1",
                    "http://127.0.0.1.evil.example:%d",
                    "http://evil.example:%d",
                    "http://127.0.0.1:%d@evil.example",
                    "file://127.0.0.1:%d",
                    "null",
                    "",
                    "127.0.0.1:%d"
                })
        void case_17_a_foreign_origin_gets_neither_page_nor_websocket(String origin) throws IOException {
            String header = "Origin: " + origin.formatted(proxy.port());

            Answer page = RawClient.get(proxy, "/status", header);
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.lines().toString()).doesNotContain("Access-Control");
            assertThat(open(proxy, header)).isEqualTo(403);
            assertThat(upstream.heads()).isEmpty();
        }

        @Test
        void case_17_two_origins_are_refused() throws IOException {
            String own = "Origin: http://127.0.0.1:" + proxy.port();
            assertThat(open(proxy, own, own)).isEqualTo(403);
        }

        @Test
        void case_17_the_hubs_origin_is_let_in_and_becomes_the_upstreams() throws IOException {
            assertThat(open(proxy, RawClient.viaHub(proxy, "Origin: https://hub.example")))
                    .isEqualTo(101);
            assertThat(StubUpstream.headers(upstream.onlyHead(), "Origin"))
                    .containsExactly("http://" + upstream.authority());
        }

        @ParameterizedTest
        @CsvSource({
            "hub.example, https://hub.example:443",
            "hub.example:443, https://hub.example",
            "hub.example:8000, http://hub.example:8000",
            "HUB.example, https://hub.example"
        })
        void case_17_an_origin_is_compared_by_host_and_port(String host, String origin) throws IOException {
            assertThat(open(
                            proxy,
                            "Host: " + host,
                            "X-Forwarded-Context: /user/alice/proxy/" + proxy.port(),
                            "Origin: " + origin))
                    .isEqualTo(101);
        }

        @Test
        void case_17_a_page_on_loopback_may_open_a_websocket() throws IOException {
            assertThat(open(proxy, "Origin: http://127.0.0.1:" + proxy.port())).isEqualTo(101);
        }

        @Test
        void case_17_a_script_of_another_site_loads_nothing_but_a_link_works() {
            assertThat(RawClient.get(
                                    proxy, "/json/counts.json", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")
                            .status())
                    .isEqualTo(403);
            assertThat(RawClient.get(proxy, "/status", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                            .status())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"rebind.example:%d", "rebind.example", "127.0.0.1.evil.example", "10.0.0.7:%d", "[::2]"})
        void case_17_a_foreign_host_is_misdirected(String host) throws IOException {
            String header = "Host: " + host.formatted(proxy.port());

            Answer page = RawClient.get(proxy, "/status", header);
            assertThat(page.status()).isEqualTo(421);
            assertThat(page.text())
                    .isEqualTo("The dashboard is not served under this host name. Open it with the link in the"
                            + " notebook.\n");
            assertThat(open(proxy, header, "Origin: http://" + host.formatted(proxy.port())))
                    .isEqualTo(421);
            assertThat(upstream.heads()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1:%d", "localhost:%d", "LOCALHOST:9000", "[::1]:%d", "localhost"})
        void case_17_loopback_is_known_under_any_port(String host) {
            assertThat(RawClient.get(proxy, "/status", "Host: " + host.formatted(proxy.port()))
                            .status())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/user/bob/proxy/%d",
                    "/user/alice/proxy/1",
                    "/user/alice/proxy/%d/x",
                    "/proxy/%d",
                    "//evil/user/alice/proxy/%d"
                })
        void case_17_another_context_lets_no_other_host_in(String context) {
            assertThat(RawClient.get(
                                    proxy,
                                    "/status",
                                    "Host: hub.example",
                                    "X-Forwarded-Context: " + context.formatted(proxy.port()))
                            .status())
                    .isEqualTo(421);
        }

        @ParameterizedTest
        @ValueSource(strings = {"%d", "localhost:%d", "127.0.0.1:%d"})
        void case_17_each_form_in_which_the_hub_names_this_proxy_is_known(String place) {
            assertThat(RawClient.get(
                                    proxy,
                                    "/status",
                                    "Host: hub.example",
                                    "X-Forwarded-Context: /user/alice/proxy/" + place.formatted(proxy.port()))
                            .status())
                    .isEqualTo(200);
        }

        /** jupyter-server-proxy tells no context for a WebSocket; the hub's proxy tells whom it forwards for. */
        @Test
        void case_17_a_websocket_of_the_hub_needs_no_context() throws IOException {
            assertThat(open(proxy, "Host: hub.example", "Origin: https://hub.example", "X-Forwarded-For: 10.1.2.3"))
                    .isEqualTo(101);
            assertThat(open(proxy, "Host: rebind.example", "Origin: http://rebind.example"))
                    .isEqualTo(421);
        }
    }

    @Test
    void case_17_without_a_hub_no_context_lets_another_host_in() throws IOException {
        try (DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertThat(RawClient.getViaHub(proxy, "/status").status()).isEqualTo(421);
            assertThat(open(proxy, "Host: hub.example", "X-Forwarded-For: 10.1.2.3"))
                    .isEqualTo(421);
        }
    }

    @Test
    void an_allowed_host_may_be_named_and_its_pages_may_open_websockets() throws IOException {
        try (DashboardProxy proxy =
                DashboardProxy.builder().allowHost("Dash.example").start(upstream.uri())) {
            assertThat(RawClient.get(proxy, "/status", "Host: dash.example:8080")
                            .status())
                    .isEqualTo(200);
            assertThat(open(proxy, "Host: localhost", "Origin: https://dash.example"))
                    .isEqualTo(101);
        }
    }

    @Nested
    class Case18 {
        @TempDir
        Path proc;

        private DashboardProxy proxy;

        @BeforeEach
        void start() throws IOException {
            Files.createDirectory(proc.resolve("net"));
            Files.writeString(proc.resolve("status"), "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
            Files.writeString(proc.resolve("net/tcp"), "");
            DashboardProxy.Builder builder = DashboardProxy.builder();
            builder.peers = new LocalPeers(proc);
            proxy = builder.start(upstream.uri());
        }

        @AfterEach
        void stop() {
            proxy.close();
        }

        private int statusFor(String table, String row, String... headers) throws IOException {
            try (RawClient client = RawClient.to(proxy)) {
                show(table, row, client);
                return client.request("GET /status", headers).answerHead().status();
            }
        }

        private void show(String table, String row, RawClient client) throws IOException {
            String line = row.replace("PEER", "%04X".formatted(client.socket.getLocalPort()))
                    .replace("OWN", "%04X".formatted(proxy.port()));
            Files.writeString(
                    proc.resolve("net/" + table),
                    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n" + line
                            + "\n");
        }

        private static String row(int uid, int inode) {
            return "   7: 0100007F:PEER 0100007F:OWN 01 00000000:00000000 00:00000000 00000000  " + uid + "        0 "
                    + inode + " 1 0000000000000000 20 4 30 10 -1";
        }

        @Test
        void case_18_a_process_of_this_user_and_one_of_root_are_let_in() throws IOException {
            assertThat(statusFor("tcp", row(1000, 5))).isEqualTo(200);
            assertThat(statusFor("tcp", row(0, 5))).isEqualTo(200);
        }

        @Test
        void case_18_a_process_of_another_user_gets_neither_page_nor_websocket() throws IOException {
            assertThat(statusFor("tcp", row(1001, 5))).isEqualTo(403);
            assertThat(statusFor("tcp", row(1001, 5), Upgrades.headers())).isEqualTo(403);
            assertThat(upstream.heads()).isEmpty();
            assertThat(proxy.counters().refused()).isEqualTo(2);
        }

        @Test
        void case_18_a_process_that_cannot_be_found_is_refused() throws IOException {
            assertThat(statusFor("tcp", "")).isEqualTo(403);
        }

        /** Linux shows a socket whose process has closed it as root's. */
        @Test
        void case_18_a_socket_without_a_process_is_nobodys() throws IOException {
            assertThat(statusFor("tcp", row(0, 0))).isEqualTo(403);
            assertThat(proxy.counters().refused()).isZero();
            assertThat(proxy.counters().failed()).isEqualTo(1);
        }

        @Test
        void case_18_the_other_end_of_the_connection_does_not_count() throws IOException {
            String swapped =
                    row(1000, 5).replace("PEER", "X").replace("OWN", "PEER").replace("X", "OWN");
            assertThat(statusFor("tcp", swapped)).isEqualTo(403);
        }

        @Test
        void case_18_a_client_that_speaks_ipv6_too_is_found() throws IOException {
            String mapped = row(1001, 5).replace("0100007F", "0000000000000000FFFF00000100007F");
            assertThat(statusFor("tcp6", mapped)).isEqualTo(403);
            assertThat(statusFor("tcp6", mapped.replace("1001", "1000"))).isEqualTo(200);
        }

        @Test
        void case_18_a_connection_is_looked_up_until_it_is_found_and_no_more() throws IOException {
            try (RawClient client = RawClient.to(proxy)) {
                assertThat(client.request("GET /1").answer().status()).isEqualTo(403);
                show("tcp", row(1000, 5), client);
                assertThat(client.request("GET /2").answer().status()).isEqualTo(200);
                Files.writeString(proc.resolve("net/tcp"), "");
                assertThat(client.request("GET /3").answer().status()).isEqualTo(200);
            }
        }

        @Test
        void case_18_any_user_is_let_in_when_that_is_wanted() {
            DashboardProxy.Builder builder = DashboardProxy.builder().allowAnyLocalUser();
            builder.peers = new LocalPeers(proc);
            try (DashboardProxy open = builder.start(upstream.uri())) {
                assertThat(RawClient.get(open, "/status").status()).isEqualTo(200);
            }
        }
    }

    /** Needs to be root, so that it can become another user. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: Upgrade\\r\\nUpgrade: websocket\\r\\n"})
    void case_18_a_real_process_of_another_user_is_refused(String headers) throws Exception {
        assumeTrue(new LocalPeers(Path.of("/proc/self")).own() == 0);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
        try (DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            String ask = "exec 3<>/dev/tcp/127.0.0.1/" + proxy.port()
                    + "; printf 'GET / HTTP/1.1\\r\\nHost: localhost\\r\\n" + headers + "\\r\\n' >&3; head -n 1 <&3";
            Process other = new ProcessBuilder(
                            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c", ask)
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 403");
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @Test
    void case_18_a_browser_that_gives_requests_up_is_not_refused() throws IOException {
        try (DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            for (int i = 0; i < 100; i++) {
                try (RawClient client = RawClient.to(proxy)) {
                    client.request("GET /status");
                }
            }
            await("all requests are seen").until(() -> proxy.counters().requests() == 100);
            assertThat(proxy.counters().refused()).isZero();
        }
    }

    @Test
    void case_18_only_loopback_is_listened_on() throws IOException {
        Optional<InetAddress> outer = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(outer.isPresent());
        try (DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            assertThatThrownBy(() -> new Socket(outer.get(), proxy.port()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }
}
