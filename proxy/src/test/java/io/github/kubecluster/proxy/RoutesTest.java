package io.github.kubecluster.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Where requests go")
class RoutesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proxy",
                "/proxy/",
                "/proxy/8790/10.0.0.7/status",
                "/%70roxy/8790/10.0.0.7/status",
                "/proxy%2F8790/10.0.0.7/status",
                "/jupyter",
                "/jupyter/lab",
                "/%6aupyter/lab",
                "/jupyter%2Flab",
                "/api/v1",
                "/api/v1/retire_workers",
                "/autoload.js",
                "/status/autoload.js?bokeh-autoload-element=1",
                "/status/autoload%2Ejs"
            })
    void closed_paths_do_not_exist(String target) throws IOException {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient socket = RawClient.to(proxy)) {
            assertThat(RawClient.get(proxy, target).status()).isEqualTo(404);
            assertThat(socket.request("GET " + target, Upgrades.headers())
                            .answerHead()
                            .status())
                    .isEqualTo(404);
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"/api, /api/v1", "/jupyter, /jupyter/lab", "/autoload.js, /status/autoload.js"})
    void a_closed_path_can_be_opened_and_the_others_stay_closed(String path, String target) {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.builder().openPath(path).start(upstream.uri())) {
            assertThat(RawClient.get(proxy, target).status()).isEqualTo(200);
            assertThat(RawClient.get(proxy, "/proxy/1/h/").status()).isEqualTo(404);
            assertThat(RawClient.get(proxy, path.equals("/api") ? "/jupyter" : "/api")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void forwarding_by_the_scheduler_cannot_be_opened() {
        assertThatThrownBy(() -> DashboardProxy.builder().openPath("/proxy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Path \"/proxy\" is not one that is closed. Choose one of [/api, /autoload.js, /jupyter].");
    }

    @ParameterizedTest
    @CsvSource({
        "/user/alice/, /user/alice/proxy/absolute/%d/status?x=1",
        "/user/alice/, /user/alice/proxy/absolute/localhost:%d/status?x=1",
        "/user/a%20b@x.org/, /user/a%20b@x.org/proxy/absolute/PORT/status?x=1",
        "/user/a%20b@x.org/, /user/a%2520b@x.org/proxy/absolute/PORT/status?x=1",
    })
    void the_absolute_form_loses_the_hubs_path_on_its_way(String prefix, String target) {
        try (StubUpstream upstream = StubUpstream.redirecting("302 Found", "/next");
                DashboardProxy proxy =
                        DashboardProxy.builder().servicePrefix(prefix).start(upstream.uri())) {
            String port = String.valueOf(proxy.port());
            String whole = target.replace("%d", port).replace("PORT", port);
            Answer answer = RawClient.get(proxy, whole, "Host: hub.example");

            assertThat(upstream.onlyHead()).startsWith("GET /status?x=1 HTTP/1.1\r\n");
            assertThat(answer.header("Location"))
                    .hasValue("//hub.example" + whole.replaceFirst("/status.*", "") + "/next");
        }
    }

    @Test
    void the_absolute_form_of_another_port_is_no_address_of_ours() {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy =
                        DashboardProxy.builder().servicePrefix("/user/alice/").start(upstream.uri())) {
            assertThat(RawClient.get(proxy, "/user/alice/proxy/absolute/1/status", "Host: hub.example")
                            .status())
                    .isEqualTo(421);
        }
    }

    @Test
    void what_the_hubs_path_hides_is_closed_as_well() {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy =
                        DashboardProxy.builder().servicePrefix("/user/alice/").start(upstream.uri())) {
            String prefix = "/user/alice/proxy/absolute/" + proxy.port();
            assertThat(RawClient.get(proxy, prefix + "/api/v1").status()).isEqualTo(404);
            assertThat(RawClient.get(proxy, prefix + "//evil/x").status()).isEqualTo(400);
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @Test
    void an_upstream_may_have_an_ipv6_address() throws IOException {
        InetAddress loopback = Inet6Address.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        try (StubUpstream upstream = StubUpstream.on(
                        loopback, 0, exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                DashboardProxy proxy = DashboardProxy.start(URI.create("http://[::1]:" + upstream.port()))) {
            assertThat(RawClient.get(proxy, "/status").status()).isEqualTo(200);
            assertThat(StubUpstream.headers(upstream.onlyHead(), "Host")).containsExactly("[::1]:" + upstream.port());
        }
    }

    @Test
    void an_upstream_may_be_a_unix_socket(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("dask.sock");
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path))) {
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> answerOnce(server));
            URI address = URI.create("http+unix://" + path.toString().replace("/", "%2F"));
            try (DashboardProxy proxy = DashboardProxy.start(address)) {
                assertThat(RawClient.get(proxy, "/status").text()).isEqualTo("ok");
                assertThat(seen.get()).startsWith("GET /status HTTP/1.1\r\n").contains("Host: localhost\r\n");
                assertThat(proxy.upstream()).hasValue(address);
            }
        }
    }

    private static String answerOnce(ServerSocketChannel server) {
        try (SocketChannel socket = server.accept()) {
            String head = Answer.readUntilBlankLine(Channels.newInputStream(socket));
            socket.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII)));
            return head;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user/alice/", "/user/alice", "", "/a/../b/", "//hub/"})
    void a_service_prefix_that_is_no_path_is_refused(String prefix) {
        assertThatThrownBy(() -> DashboardProxy.builder().servicePrefix(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Service prefix \"" + prefix + "\" is not the path of a server. Write it as"
                        + " JUPYTERHUB_SERVICE_PREFIX has it, such as \"/user/alice/\".");
    }

    @Test
    void a_workers_pages_are_those_of_the_worker() throws IOException {
        try (StubUpstream scheduler = StubUpstream.ok();
                StubUpstream worker = StubUpstream.scripted(exchange -> exchange.send(
                        exchange.header("Upgrade").isEmpty()
                                ? "HTTP/1.1 301 Moved\r\nLocation: /status\r\nContent-Length: 0\r\n\r\n"
                                : Upgrades.accepted()));
                DashboardProxy proxy = DashboardProxy.builder()
                        .servicePrefix("/user/alice/")
                        .workerPages((host, port) ->
                                host.equals("10.0.0.7") && port == 8790 ? Optional.of(worker.uri()) : Optional.empty())
                        .start(scheduler.uri());
                RawClient socket = RawClient.to(proxy)) {
            Answer answer = RawClient.getViaHub(proxy, "/proxy/8790/10.0.0.7");

            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location"))
                    .hasValue("//hub.example/user/alice/proxy/" + proxy.port() + "/proxy/8790/10.0.0.7/status");
            assertThat(socket.request("GET /proxy/8790/10.0.0.7/status/ws?a=%2F", Upgrades.headers())
                            .answerHead()
                            .status())
                    .isEqualTo(101);
            assertThat(worker.heads().get(0)).startsWith("GET / HTTP/1.1\r\n");
            assertThat(worker.heads().get(1)).startsWith("GET /status/ws?a=%2F HTTP/1.1\r\n");
            assertThat(StubUpstream.headers(worker.heads().get(1), "Host")).containsExactly(worker.authority());
            assertThat(scheduler.heads()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proxy/8790/10.0.0.8/status",
                "/proxy/8791/10.0.0.7/status",
                "/proxy/08790/evil/status",
                "/proxy/99999/10.0.0.7/status",
                "/proxy/8790/10.0.0.7//evil/x",
                "/proxy/8790/10.0.0.7/proxy/1/h/",
                "/proxy/8790/10.0.0.7/api/v1",
                "/proxy/8790/10.0.0.7/jupyter/lab",
                "/proxy/8790/10.0.0.7/status/autoload.js",
                "/proxy/x/10.0.0.7/status",
                "/proxy/8790",
                "/proxy/8790/",
                "/proxy/8790//status"
            })
    void other_pages_of_workers_do_not_exist(String target) {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.builder()
                        .workerPages((host, port) -> host.equals("10.0.0.7") && port == 8790
                                ? Optional.of(upstream.uri())
                                : Optional.empty())
                        .start(upstream.uri())) {
            assertThat(RawClient.get(proxy, target).status()).isEqualTo(404);
            assertThat(upstream.heads()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proxy/8790/fd00::7/status", "/proxy/8790/[fd00::7]/status", "/proxy/8790/fd00%3A%3A7/x"})
    void a_worker_may_have_an_ipv6_address(String target) {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.builder()
                        .workerPages(
                                (host, port) -> host.equals("fd00::7") ? Optional.of(upstream.uri()) : Optional.empty())
                        .start(upstream.uri())) {
            assertThat(RawClient.get(proxy, target).status()).isEqualTo(200);
        }
    }

    @Test
    void no_worker_page_opens_while_there_is_no_scheduler() {
        try (StubUpstream worker = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.builder()
                        .workerPages((host, port) -> Optional.of(worker.uri()))
                        .start()) {
            assertThat(RawClient.get(proxy, "/proxy/8790/10.0.0.7/status").status())
                    .isEqualTo(503);
        }
    }
}
