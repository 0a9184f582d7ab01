package io.github.kubecluster.proxy;

import static io.github.kubecluster.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand requests from a seeded grammar, half of which are valid.
 *
 * <p>A valid request is {@code method target version headers}, where the method reads, the target is made of the segments
 * and queries below, and the headers are in any order; every fifth is a WebSocket handshake. An invalid one is a valid one
 * with one of the faults below. The upstream marks each of its answers, so that none of the proxy's own is taken for one.
 */
@DisplayName("Random requests")
class FuzzIT {
    private static final int REQUESTS = 10_000;
    private static final long SEED = 20_260_801;
    private static final int HEAP_BYTES = 16 << 20;

    private static final String[] METHODS = {"GET", "GET", "GET", "HEAD", "OPTIONS"};
    private static final String[] SEGMENTS = {
        "status",
        "info",
        "a%2Fb",
        "tcp%3A%2F%2F10.0.0.7%3A40331.html",
        "%25",
        "x;p=1",
        "",
        "...",
        "~",
        "%C3%BC",
        "a+b",
        "%23",
        "(1,%202)",
        "a|b",
        "200",
        "204",
        "302",
        "304",
        "chunked"
    };
    private static final String[] QUERIES = {
        "", "", "?", "?a=1", "?v=0123456789abcdef", "?q={\"a\":[1]}|\\", "?a=%2F&b=?c"
    };
    private static final String[] HEADERS = {
        "Accept: */*",
        "Accept-Encoding: gzip",
        "Cookie: a=b; c=d",
        "Authorization: token x",
        "If-None-Match: \"e\"",
        "Range: bytes=0-1",
        "User-Agent: fuzz",
        "Connection: X-Named",
        "X-Named: y",
        "X-Long: " + "l".repeat(3000),
        "X-Empty:",
        "X-Forwarded-For: 1.2.3.4",
        "Sec-Fetch-Site: same-origin",
        "Content-Length: 0"
    };

    private final Random random = new Random(SEED);
    private final Map<String, Integer> reached = new TreeMap<>();

    private record Request(String method, String target, List<String> headers) {
        String bytes() {
            return method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        }

        Request with(String header) {
            List<String> more = new ArrayList<>(headers);
            more.add(header);
            return new Request(method, target, more);
        }
    }

    private final List<Function<Request, String>> faults = List.of(
            request -> new Request("POST", request.target, request.headers).bytes(),
            request -> new Request("get", request.target, request.headers).bytes(),
            request -> new Request(request.method, "/a/../b", request.headers).bytes(),
            request -> new Request(request.method, "/%2e%2e" + request.target, request.headers).bytes(),
            request -> new Request(request.method, "/" + request.target, request.headers).bytes(),
            request -> new Request(request.method, request.target + "%", request.headers).bytes(),
            request -> new Request(request.method, request.target + "%0", request.headers).bytes(),
            request -> new Request(request.method, "/%00", request.headers).bytes(),
            request -> new Request(request.method, "/\u00e4", request.headers).bytes(),
            request -> new Request(request.method, "/jupyter/x", request.headers).bytes(),
            request -> new Request(request.method, "/proxy/8790/10.0.0.7/", request.headers).bytes(),
            request -> new Request(request.method, "/status/autoload.js", request.headers).bytes(),
            request -> new Request(request.method, "http://evil.example/", request.headers).bytes(),
            request -> request.with("Host: second.example").bytes(),
            request -> request.with("Origin: https://evil.example").bytes(),
            request -> request.with("Origin: null").bytes(),
            request -> request.with("Sec-Fetch-Site: cross-site").bytes(),
            request -> request.with("X-Large: " + "x".repeat(70_000)).bytes(),
            request ->
                    request.with("Content-Length: 1").with("Content-Length: 2").bytes(),
            request -> request.with("Transfer-Encoding: chunked")
                    .with("Content-Length: 1")
                    .bytes(),
            request -> request.with("X: y\r\n folded").bytes(),
            request -> request.with("no colon").bytes(),
            request -> request.with("X\u0001: y").bytes(),
            request -> request.bytes().replace("127.0.0.1", "rebind.example"),
            request -> request.bytes().replaceFirst("\r\nHost: [^\r]*", ""),
            request -> request.bytes().replace("\r\n", "\n"),
            request -> request.bytes().replace("HTTP/1.1", "HTTP/7.1"),
            request -> request.bytes().replaceFirst("/", "\u0000"));

    private static void answer(StubUpstream.Exchange exchange) throws IOException {
        String mark = "X-Upstream: 1\r\n";
        boolean head = exchange.head().startsWith("HEAD");
        if (!exchange.header("Upgrade").isEmpty()) {
            exchange.send(Upgrades.accepted("X-Upstream: 1"));
            exchange.socket().close();
        } else if (exchange.head().contains("/204")) {
            exchange.send("HTTP/1.1 204 No Content\r\n" + mark + "\r\n");
        } else if (exchange.head().contains("/304")) {
            exchange.send("HTTP/1.1 304 Not Modified\r\n" + mark + "\r\n");
        } else if (exchange.head().contains("/302")) {
            exchange.send("HTTP/1.1 302 Found\r\n" + mark + "Location: next\r\nContent-Length: 0\r\n\r\n");
        } else if (exchange.head().contains("/chunked")) {
            exchange.send("HTTP/1.1 200 OK\r\n" + mark + "Transfer-Encoding: chunked\r\n\r\n"
                    + (head ? "" : "3\r\nabc\r\n0\r\n\r\n"));
        } else {
            exchange.send("HTTP/1.1 200 OK\r\n" + mark + "Content-Length: 3\r\n\r\n" + (head ? "" : "abc"));
        }
    }

    @Test
    void valid_requests_are_answered_by_the_upstream_and_others_by_the_proxy_and_nothing_is_left() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(FuzzIT::answer);
                DashboardProxy proxy =
                        DashboardProxy.builder().allowAnyLocalUser().start(upstream.uri())) {
            run(proxy, REQUESTS / 10);
            long heap = Heap.used();
            int threads = Thread.activeCount();

            run(proxy, REQUESTS);

            await("all tunnels to be gone").until(() -> proxy.counters().openTunnels() == 0);
            await("heap to be as before").until(() -> Heap.used() < heap + HEAP_BYTES);
            await("threads to be as before").until(() -> Thread.activeCount() <= threads + 8);
            assertThat(proxy.counters().failed()).isZero();
        }
        assertThat(reached.keySet())
                .containsExactly(
                        "invalid 400",
                        "invalid 403",
                        "invalid 404",
                        "invalid 405",
                        "invalid 421",
                        "invalid 431",
                        "invalid 505",
                        "valid 101",
                        "valid 200",
                        "valid 204",
                        "valid 302",
                        "valid 304");
    }

    private void run(DashboardProxy proxy, int requests) throws IOException {
        for (int i = 0; i < requests / 2; i++) {
            Request request = valid(proxy);
            expect("valid", request.bytes(), proxy, true);
            Function<Request, String> fault = pick(faults);
            expect("invalid", fault.apply(request), proxy, false);
        }
    }

    private void expect(String kind, String bytes, DashboardProxy proxy, boolean upstream) throws IOException {
        try (RawClient client = RawClient.to(proxy)) {
            Answer answer = client.send(bytes).answerHead();
            assertThat(answer.header("X-Upstream").isPresent() || answer.status() == 101)
                    .as("%s%nwas answered with %s", bytes, answer.lines())
                    .isEqualTo(upstream);
            reached.merge(kind + " " + answer.status(), 1, Integer::sum);
        } catch (IOException e) {
            throw new IOException("No answer to " + bytes, e);
        }
    }

    private Request valid(DashboardProxy proxy) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: 127.0.0.1:" + proxy.port());
        boolean socket = random.nextInt(5) == 0;
        if (socket) {
            headers.addAll(List.of(Upgrades.headers()));
        }
        for (String header : HEADERS) {
            if (random.nextInt(4) == 0) {
                headers.add(random.nextInt(headers.size() + 1), header);
            }
        }
        return new Request(socket ? "GET" : pick(METHODS), target(), headers);
    }

    private String target() {
        StringBuilder target = new StringBuilder("/s"); // the first segment must not be empty
        Supplier<String> segment = () -> "/" + pick(SEGMENTS);
        for (int i = random.nextInt(4); i > 0; i--) {
            target.append(segment.get());
        }
        return target + pick(QUERIES);
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
