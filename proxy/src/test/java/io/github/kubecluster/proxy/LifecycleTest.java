package io.github.kubecluster.proxy;

import static io.github.kubecluster.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Life (case 20)")
class LifecycleTest {
    private static final StubUpstream.Script HELD_SOCKET = exchange -> {
        exchange.send(Upgrades.accepted());
        exchange.in().read();
    };

    @Test
    void case_20_closing_finishes_a_slow_request_closes_tunnels_and_frees_the_port() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
            if (exchange.head().contains("/slow")) {
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsl");
                release.await();
                exchange.send("ow");
            } else {
                HELD_SOCKET.answer(exchange);
            }
        })) {
            DashboardProxy proxy =
                    DashboardProxy.builder().stopTimeout(Patience.LIMIT).start(upstream.uri());
            try (RawClient one = Upgrades.open(proxy);
                    RawClient two = Upgrades.open(proxy);
                    RawClient slow = RawClient.to(proxy);
                    RawClient idle = RawClient.to(proxy)) {
                slow.request("GET /slow").answerHead();
                CompletableFuture<Void> closing = CompletableFuture.runAsync(proxy::close);

                assertThat(one.isEnded()).isTrue();
                assertThat(two.isEnded()).isTrue();
                await("the port to be free")
                        .untilAsserted(() ->
                                assertThatThrownBy(() -> RawClient.to(proxy)).isInstanceOf(ConnectException.class));
                assertThat(closing).isNotDone();

                release.countDown();
                assertThat(Answer.readExactly(slow.in, 4)).asString().isEqualTo("slow");
                closing.get();
                assertThat(idle.isEnded()).isTrue();
                new ServerSocket(proxy.port(), 1, InetAddress.getLoopbackAddress()).close();
            }
        }
    }

    @Test
    void case_20_a_request_that_does_not_end_is_cut_off_at_the_stop_timeout() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsl");
            exchange.in().read();
        })) {
            DashboardProxy proxy =
                    DashboardProxy.builder().stopTimeout(Duration.ofMillis(200)).start(upstream.uri());
            try (RawClient slow = RawClient.to(proxy)) {
                slow.request("GET /slow").answerHead();
                proxy.close();
                assertThatThrownBy(() -> Answer.readExactly(slow.in, 4)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void case_20_a_scheduler_that_moves_keeps_the_proxys_port_and_ends_its_websockets() throws IOException {
        try (StubUpstream old = StubUpstream.scripted(HELD_SOCKET);
                StubUpstream next = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(old.uri());
                RawClient page = Upgrades.open(proxy)) {
            int port = proxy.port();
            proxy.upstream(next.uri());

            assertThat(page.isEnded()).isTrue();
            assertThat(RawClient.get(proxy, "/status").text()).isEqualTo("ok");
            assertThat(proxy.port()).isEqualTo(port);
            assertThat(proxy.upstream()).hasValue(next.uri());
        }
    }

    @Test
    void the_same_upstream_again_ends_no_websocket() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(HELD_SOCKET);
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient page = Upgrades.open(proxy)) {
            proxy.upstream(upstream.uri());

            page.socket.setSoTimeout(200);
            assertThat(page.isEnded()).isFalse();
        }
    }

    @Test
    void without_an_upstream_the_answer_says_so_and_when_to_ask_again() {
        try (DashboardProxy proxy = DashboardProxy.builder().start()) {
            Answer answer = RawClient.get(proxy, "/status");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).hasValue("5");
            assertThat(answer.text())
                    .isEqualTo("There is no Dask scheduler behind this address yet. Start a cluster, then reload.\n");
            assertThat(proxy.upstream()).isEmpty();
        }
    }

    @Test
    void a_closed_cluster_is_answered_with_the_words_given_and_its_websockets_end() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(HELD_SOCKET);
                DashboardProxy proxy = DashboardProxy.start(upstream.uri());
                RawClient page = Upgrades.open(proxy)) {
            proxy.unavailable("Cluster \"demo\" is closed. Start another one.");

            assertThat(page.isEnded()).isTrue();
            assertThat(RawClient.get(proxy, "/status").text())
                    .isEqualTo("Cluster \"demo\" is closed. Start another one.\n");
            assertThat(RawClient.get(proxy, "/ws", Upgrades.headers()).status()).isEqualTo(503);
        }
    }

    @Test
    void health_is_answered_without_an_upstream() {
        try (DashboardProxy proxy = DashboardProxy.builder().start()) {
            Answer answer = RawClient.get(proxy, "/_kubecluster/healthz");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("ok\n");
        }
    }

    @Test
    void a_taken_port_is_named_and_nothing_is_left() throws IOException {
        Set<Thread> before = proxyThreads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> DashboardProxy.builder().port(port).start())
                    .isInstanceOf(ProxyException.class)
                    .hasMessageMatching("Cannot open port " + port + " of 127\\.0\\.0\\.1 for the dashboard: .*"
                            + " Choose another port, or 0 for any that is free\\.");
        }
        await("the threads to end").until(() -> before.containsAll(proxyThreads()));
    }

    @Test
    void a_chosen_port_is_used() throws IOException {
        int free = FreePort.find();
        try (DashboardProxy proxy = DashboardProxy.builder().port(free).start()) {
            assertThat(proxy.port()).isEqualTo(free);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://10.0.0.7:8787",
                "localhost:8787",
                "http:///status",
                "http://10.0.0.7:8787/status",
                "http://user@10.0.0.7:8787",
                "http://10.0.0.7:8787?x"
            })
    void an_upstream_that_is_no_address_of_a_server_is_refused_before_anything_starts(String address) {
        Set<Thread> before = proxyThreads();
        assertThatThrownBy(() -> DashboardProxy.start(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dashboard address \"" + address + "\" is not the address of a server. Write a scheme, a"
                        + " host and a port, such as \"http://10.0.0.7:8787\".");
        await("no thread but those of earlier proxies").until(() -> before.containsAll(proxyThreads()));
    }

    @Test
    void a_closed_proxy_says_so_and_can_be_closed_again() {
        DashboardProxy proxy = DashboardProxy.builder().start();
        proxy.close();
        proxy.close();

        assertThatThrownBy(() -> proxy.upstream(URI.create("http://127.0.0.1:1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The dashboard proxy is closed. Start another one.");
    }

    @Test
    void an_interrupted_close_goes_on_without_the_caller() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsl");
            release.await();
            exchange.send("ow");
        })) {
            DashboardProxy proxy =
                    DashboardProxy.builder().stopTimeout(Patience.LIMIT).start(upstream.uri());
            try (RawClient slow = RawClient.to(proxy)) {
                slow.request("GET /slow").answerHead();
                Thread closer = new Thread(proxy::close);
                closer.start();
                closer.interrupt();
                closer.join();
                release.countDown();

                assertThat(Answer.readExactly(slow.in, 4)).asString().isEqualTo("slow");
                assertThat(slow.isEnded()).isTrue();
                await("the port to be free")
                        .untilAsserted(() ->
                                assertThatThrownBy(() -> RawClient.to(proxy)).isInstanceOf(ConnectException.class));
            }
        }
    }

    @Test
    void more_connections_than_the_limit_wait_until_one_is_closed() throws IOException {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy =
                        DashboardProxy.builder().maxConnections(2).start(upstream.uri());
                RawClient first = RawClient.to(proxy);
                RawClient second = RawClient.to(proxy)) {
            assertThat(first.request("GET /1").answer().status()).isEqualTo(200);
            assertThat(second.request("GET /2").answer().status()).isEqualTo(200);
            try (RawClient third = RawClient.to(proxy)) {
                third.request("GET /3").socket.setSoTimeout(200);
                assertThat(third.isEnded()).isFalse();

                first.socket.close();
                third.socket.setSoTimeout(RawClient.PATIENCE_MILLIS);
                assertThat(third.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void threads_are_daemons_below_the_root_group_and_inherit_nothing() {
        InheritableThreadLocal<String> cell = new InheritableThreadLocal<>();
        cell.set("the cell's");
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.builder()
                        .workerPages((host, port) -> {
                            seen.add(String.valueOf(cell.get()));
                            return java.util.Optional.empty();
                        })
                        .start(upstream.uri())) {
            RawClient.get(proxy, "/status");
            RawClient.get(proxy, "/proxy/1/h/");

            Set<Thread> threads = proxyThreads();
            assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
            assertThat(threads.stream().map(Thread::getThreadGroup).filter(Objects::nonNull)) // null when it has ended
                    .isNotEmpty()
                    .allSatisfy(group -> {
                        assertThat(group.getName()).isEqualTo("dashboard-proxy");
                        assertThat(group.getParent().getParent()).isNull();
                    });
            assertThat(seen).containsExactly("null");
        }
        assertThat(allThreads())
                .filteredOn(thread -> thread.getName().matches("qtp.*|HttpClient.*|Scheduler-.*|Connector-.*"))
                .isEmpty();
    }

    @Test
    void closing_leaves_no_thread() {
        Set<Thread> before = proxyThreads();
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            RawClient.get(proxy, "/status");
        }
        await("the threads to end").until(() -> before.containsAll(proxyThreads()));
    }

    private static Set<Thread> proxyThreads() {
        return allThreads().stream()
                .filter(thread -> thread.getName().startsWith("dashboard-proxy-"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> allThreads() {
        return Thread.getAllStackTraces().keySet();
    }
}
