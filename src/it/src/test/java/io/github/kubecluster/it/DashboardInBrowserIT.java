package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A user in JupyterLab runs a cell, clicks the link on the card and sees Dask's dashboard move. */
@EnabledIf(value = "io.github.kubecluster.it.Browser#isThere", disabledReason = "no Chromium is on the PATH")
class DashboardInBrowserIT {
    static final String PREFIX = "/user/alice/";
    static final double TWO_MINUTES_IN_MILLIS = 120_000;
    static final String PIXELS = """
            () => {
              const found = [];
              const search = node => {
                if (node instanceof HTMLCanvasElement) found.push(node.toDataURL());
                for (const child of node.children ?? []) search(child);
                if (node.shadowRoot) search(node.shadowRoot);
              };
              search(document.body);
              return found.join();
            }
            """;

    @TempDir
    Path directory;

    @Test
    void the_dashboard_of_a_local_cluster_opens_through_the_notebook_server() throws Exception {
        assertDashboardMoves(Map.of("KUBECLUSTER_RUNTIME", "local"));
    }

    @Test
    @EnabledIfSystemProperty(
            named = "kubernetes.context",
            matches = ".+",
            disabledReason = "no Kubernetes is named: give -Dkubernetes.context=CONTEXT")
    void the_dashboard_of_a_scheduler_in_a_pod_opens_through_the_notebook_server() throws Exception {
        assertDashboardMoves(Map.of("KUBECLUSTER_KUBERNETES_CONTEXT", System.getProperty("kubernetes.context")));
    }

    void assertDashboardMoves(Map<String, String> place) throws Exception {
        Map<String, String> environment = new HashMap<>(Product.install(directory.resolve("jupyter")));
        environment.putAll(place);
        Files.copy(Product.NOTEBOOKS.resolve("worker-spec.yml"), directory.resolve("worker-spec.yml"));
        writeNotebook(
                "%kubecluster start worker-spec.yml --workers 1",
                "cluster.waitForWorkers(1);",
                "var burst = cluster.client().map(\"time.sleep\", Collections.nCopies(300, 0.1));"
                        + " for (var task : burst) task.result();");
        try (LabServer server = new LabServer(directory, PREFIX, environment);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                com.microsoft.playwright.Browser chromium = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Browser.program().orElseThrow())
                                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")))) {
            Page lab = chromium.newPage();
            lab.setDefaultTimeout(TWO_MINUTES_IN_MILLIS);
            lab.navigate(server.url("lab/tree/dashboard.ipynb"));
            lab.locator("#jp-main-statusbar >> text=/\\| Idle/").waitFor();

            lab.locator(".jp-Notebook .jp-Cell").first().click();
            lab.keyboard().press("Shift+Enter");
            Locator link = lab.locator(".jp-OutputArea a[href*='/proxy/']");
            link.waitFor();
            assertThat(link.getAttribute("href")).matches(PREFIX + "proxy/\\d+/status");
            lab.keyboard().press("Shift+Enter");
            lab.locator(".jp-InputPrompt >> text=[2]:").waitFor();

            AtomicInteger frames = new AtomicInteger();
            Page dashboard = lab.context().waitForPage(link::click);
            dashboard.onWebSocket(socket -> socket.onFrameReceived(frame -> frames.incrementAndGet()));
            dashboard.setDefaultTimeout(TWO_MINUTES_IN_MILLIS);
            dashboard.reload();
            dashboard.locator("canvas").first().waitFor();
            assertThat(dashboard.title()).contains("Dask");
            String idle = (String) dashboard.evaluate(PIXELS);
            assertThat(idle).contains("data:image/png");
            int framesBefore = frames.get();

            lab.bringToFront();
            lab.keyboard().press("Shift+Enter");
            dashboard.bringToFront();
            await("the dashboard moves").atMost(Duration.ofMinutes(1)).until(() -> {
                dashboard.waitForTimeout(200);
                return frames.get() > framesBefore
                        && !dashboard.evaluate(PIXELS).equals(idle);
            });
        }
    }

    void writeNotebook(String... cells) throws Exception {
        List<Map<String, Object>> code = List.of(cells).stream()
                .map(source -> Map.<String, Object>of(
                        "cell_type",
                        "code",
                        "source",
                        source,
                        "metadata",
                        Map.of(),
                        "outputs",
                        List.of(),
                        "id",
                        "cell-" + source.hashCode()))
                .toList();
        Map<String, Object> metadata = Map.of("kernelspec", Map.of("name", "kubecluster-java", "display_name", "Java"));
        Files.writeString(
                directory.resolve("dashboard.ipynb"),
                new Gson().toJson(Map.of("cells", code, "metadata", metadata, "nbformat", 4, "nbformat_minor", 5)));
    }
}
