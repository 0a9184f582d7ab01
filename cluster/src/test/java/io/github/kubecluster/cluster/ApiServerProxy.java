package io.github.kubecluster.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Stands before the API server that {@link TestNamespace#CONTEXT} names: passes on and counts what is asked, and answers by
 * itself where a fault is wanted.
 */
final class ApiServerProxy implements AutoCloseable {
    static final String CONTEXT = "proxied";
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    static {
        // Else each answer waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What is asked of the API server, such as {@code POST /api/v1/namespaces/default/pods}. */
    record Call(String method, String path, boolean watches) {
        boolean creates(String kind) {
            return method.equals("POST") && path.endsWith("/" + kind);
        }

        boolean deletes(String kind) {
            return method.equals("DELETE") && path.contains("/" + kind + "/");
        }

        boolean watches(String kind) {
            return watches && path.endsWith("/" + kind);
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {
        /** An answer as Kubernetes gives it when it refuses. */
        static Answer refusal(int status, String reason, String message, Map<String, String> headers) {
            return new Answer(status, headers, """
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "%s", "message": "%s", "code": %d}
                    """.formatted(reason, message, status));
        }
    }

    /** What makes the client watch by a plain request. */
    private static final Answer NO_WEBSOCKET = new Answer(200, Map.of(), "");

    private volatile HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "api-server-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client;
    private final String target;
    private final Path kubeconfig;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<InputStream> watches = ConcurrentHashMap.newKeySet();
    private volatile Function<Call, Optional<Answer>> faults = call -> Optional.empty();

    ApiServerProxy() throws IOException, GeneralSecurityException {
        Config config = Config.autoConfigure(TestNamespace.CONTEXT);
        this.target = config.getMasterUrl().replaceFirst("/$", "");
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SSLUtils.sslContext(config))
                .executor(threads)
                .build();
        this.server = listen(FreePort.find()); // it must be free when this is started again
        this.kubeconfig =
                Files.writeString(Files.createTempFile("kubeconfig", ".yaml"), """
                apiVersion: v1
                kind: Config
                current-context: %s
                contexts: [{name: %s, context: {cluster: proxy, user: nobody}}]
                clusters: [{name: proxy, cluster: {server: "%s"}}]
                users: [{name: nobody, user: {}}]
                """.formatted(CONTEXT, CONTEXT, url()));
    }

    private HttpServer listen(int port) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        listening.setExecutor(threads);
        listening.createContext("/", this::answer);
        listening.start();
        return listening;
    }

    /** Breaks all connections and refuses new ones, as an API server does that is stopped. */
    void stop() {
        server.stop(0);
    }

    /** Listens again, where it did before. */
    void restart() throws IOException {
        server = listen(server.getAddress().getPort());
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Begins a cluster of small pods that reaches Kubernetes through here. */
    KubeClusterBuilder cluster(String namespace) {
        return KubeCluster.builder()
                .kubernetes(KubernetesServer.at(url()))
                .namespace(namespace)
                .template(TestPods.WORKER)
                .narrator(ignored -> {});
    }

    /** A file in which this is the context {@value #CONTEXT}, for other processes. */
    Path kubeconfig() {
        return kubeconfig;
    }

    /** From now on, answers by itself what {@code faults} has an answer for. */
    void fail(Function<Call, Optional<Answer>> faults) {
        this.faults = faults;
    }

    void heal() {
        faults = call -> Optional.empty();
    }

    /** Ends all watches, as the API server does when it is tired of them. */
    void endWatches() throws IOException {
        for (InputStream watch : watches) {
            watch.close();
        }
    }

    /** Returns what has been asked up to now, the first first. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            Call call = new Call(
                    exchange.getRequestMethod(),
                    asked.getPath(),
                    String.valueOf(asked.getQuery()).contains("watch=true"));
            if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                send(exchange, NO_WEBSOCKET);
                return;
            }
            calls.add(call);
            Optional<Answer> fault = faults.apply(call);
            if (fault.isPresent()) {
                send(exchange, fault.get());
            } else {
                pass(exchange, call);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void pass(HttpExchange exchange, Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .method(
                        call.method(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        copy(exchange.getRequestHeaders(), request::header);
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        copy(response.headers().map(), exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(response.statusCode(), 0);
        InputStream body = response.body();
        if (call.watches()) {
            watches.add(body);
        }
        try (body) {
            stream(body, exchange.getResponseBody());
        } finally {
            watches.remove(body);
        }
    }

    private void stream(InputStream from, OutputStream to) throws IOException {
        byte[] part = new byte[8192];
        for (int length = read(from, part); length >= 0; length = read(from, part)) {
            to.write(part, 0, length);
            to.flush();
        }
        to.close();
    }

    /** A watch that was ended here reads as one that the API server has ended. */
    private static int read(InputStream from, byte[] part) {
        try {
            return from.read(part);
        } catch (IOException e) {
            return -1;
        }
    }

    private static void copy(Map<String, List<String>> headers, BiConsumer<String, String> to) {
        headers.forEach((name, values) -> {
            if (!OF_ONE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> to.accept(name, value));
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        Files.delete(kubeconfig);
    }
}
