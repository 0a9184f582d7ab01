package io.github.kubecluster.it;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real JupyterLab under the path that a hub would give it, with jupyter-server-proxy. */
final class LabServer implements AutoCloseable {
    private final Process process;
    private final int port;
    private final String prefix;
    private final String token = UUID.randomUUID().toString();
    private final Path log;

    /** @param prefix the path of the server, such as {@code /user/alice/}; kernels see it as the hub's service prefix */
    LabServer(Path directory, String prefix, Map<String, String> environment) throws IOException {
        this.prefix = prefix;
        this.port = freePort();
        this.log = directory.resolve("lab.log");
        ProcessBuilder builder = new ProcessBuilder(
                Product.BIN.resolve("jupyter-lab").toString(),
                "--no-browser",
                "--allow-root",
                "--ip=127.0.0.1",
                "--port=" + port,
                "--ServerApp.port_retries=0",
                "--ServerApp.base_url=" + prefix,
                "--ServerApp.root_dir=" + directory);
        builder.environment().putAll(environment);
        builder.environment().put("JUPYTERHUB_SERVICE_PREFIX", prefix);
        builder.environment().put("JUPYTER_TOKEN", token);
        builder.environment().put("PATH", Product.BIN + ":" + System.getenv("PATH"));
        this.process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Awaitility.await("JupyterLab answers").atMost(Duration.ofMinutes(2)).until(this::answers);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + prefix + path + "?token=" + token;
    }

    private boolean answers() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("JupyterLab ended:\n" + Files.readString(log));
        }
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url("api")))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == HttpURLConnection.HTTP_OK;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    /** Ends the server as Ctrl-C does; it shuts its kernels down. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
