package io.github.kubecluster.it;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A real JupyterLab that belongs to no hub. */
final class LabServer implements AutoCloseable {
    private final ServerProcess process;
    private final int port = FreePort.find();
    private final String token = UUID.randomUUID().toString();

    LabServer(Path directory, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Product.BIN.resolve("jupyter-lab").toString(),
                "--no-browser",
                "--allow-root",
                "--ip=127.0.0.1",
                "--port=" + port,
                "--ServerApp.port_retries=0",
                "--LabApp.expose_app_in_browser=True",
                "--ServerApp.root_dir=" + directory);
        builder.environment().putAll(environment);
        builder.environment().put("JUPYTER_TOKEN", token);
        builder.environment().put("PATH", Product.BIN + ":" + System.getenv("PATH"));
        this.process = new ServerProcess("JupyterLab", builder, directory.resolve("lab.log"));
        Awaitility.await("JupyterLab answers").atMost(Duration.ofMinutes(4)).until(this::answers);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + "/" + path + "?token=" + token;
    }

    private boolean answers() throws IOException, InterruptedException {
        process.output();
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url("api")))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the server, which shuts its kernels down. */
    @Override
    public void close() {
        process.close();
    }
}
