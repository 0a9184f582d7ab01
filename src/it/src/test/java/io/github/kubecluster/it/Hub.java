package io.github.kubecluster.it;

import com.google.gson.Gson;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A real JupyterHub behind a real configurable-http-proxy; its users' servers are processes of this machine. */
final class Hub implements AutoCloseable {
    private static final Path INSTALLED = Product.ROOT.resolve("target").resolve("hub");

    private final ServerProcess process;
    private final String url;
    private final String password = UUID.randomUUID().toString();

    /**
     * @param directory the root of the notebooks
     * @param environment what users' servers see
     */
    Hub(Path directory, Map<String, String> environment) throws IOException, InterruptedException {
        Finished made = Finished.run(
                Map.of(), List.of(Product.ROOT.resolve("src/python/hub").toString()));
        if (made.exitCode() != 0) {
            throw new AssertionError(made.output());
        }
        url = "http://127.0.0.1:" + FreePort.find() + "/";
        Path config = directory.resolve("jupyterhub_config.py");
        try (InputStream source = Hub.class.getResourceAsStream("/jupyterhub_config.py")) {
            Files.copy(source, config);
        }
        ProcessBuilder builder = new ProcessBuilder(Product.PYTHON.toString(), "-m", "jupyterhub", "--config=" + config)
                .directory(directory.toFile());
        builder.environment().put("PYTHONPATH", INSTALLED.resolve("python").toString());
        builder.environment().put("HUB", new Gson().toJson(settings(directory, environment)));
        process = new ServerProcess("JupyterHub", builder, directory.resolve("hub.log"));
        Awaitility.await("the hub runs")
                .atMost(Duration.ofMinutes(4))
                .until(() -> process.output().contains("JupyterHub is now running"));
    }

    private Map<String, Object> settings(Path directory, Map<String, String> environment) throws IOException {
        Path python = INSTALLED.resolve("python");
        Map<String, String> seen = new HashMap<>(environment);
        seen.merge("JUPYTER_PATH", python.resolve("share/jupyter").toString(), (ours, hubs) -> ours + ":" + hubs);
        seen.put("JUPYTER_CONFIG_PATH", python.resolve("etc/jupyter").toString());
        seen.put(
                "KUBECONFIG",
                System.getenv().getOrDefault("KUBECONFIG", System.getProperty("user.home") + "/.kube/config"));
        return Map.of(
                "hub", INSTALLED.toString(),
                "directory", directory.toString(),
                "url", url,
                "hub_port", FreePort.find(),
                "api_port", FreePort.find(),
                "password", password,
                "environment", seen);
    }

    /** Says whether a hub can be made here and a browser opened; for {@code @EnabledIf}. */
    static boolean isPossible() {
        return Chromium.isThere() && Product.program(List.of("npm")).isPresent();
    }

    /**
     * Logs in, and has a server of the user started and a notebook opened there.
     *
     * @param place the user, and the server if it has a name, as they stand in an address, such as {@code alice/gpu}
     */
    void open(Page page, String user, String place, String notebook) {
        page.navigate(url + "hub/spawn/" + place + "?next=/user/" + place + "/lab/tree/" + notebook);
        page.locator("#username_input").fill(user);
        page.locator("#password_input").fill(password);
        page.locator("#login_submit").click();
        page.locator("#jp-main-statusbar >> text=/\\| Idle/").waitFor();
    }

    String url() {
        return url;
    }

    /** Ends the hub, which ends its proxy and its users' servers. */
    @Override
    public void close() {
        process.close();
    }
}
