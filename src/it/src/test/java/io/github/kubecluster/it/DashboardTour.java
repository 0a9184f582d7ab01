package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a user of JupyterLab does with the dashboard, from the link on the card to the page of a closed cluster. */
final class DashboardTour {
    private static final String PIXELS = """
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

    private final Page lab;
    private final String notebook;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private DashboardTour(Page lab, String notebook) {
        this.lab = lab;
        this.notebook = notebook;
    }

    /** Writes the notebook, and opens a page for JupyterLab; what goes wrong in the pages opened from it is collected. */
    static DashboardTour begin(Chromium chromium, Path directory, String notebook) throws IOException {
        writeNotebook(directory, notebook);
        Page lab = chromium.newPage();
        DashboardTour tour = new DashboardTour(lab, notebook);
        lab.context().onPage(tour::watch);
        // Dask's info pages take a style sheet from there; no test needs the internet.
        lab.context().route("https://cdnjs.cloudflare.com/**", Route::fulfill);
        return tour;
    }

    private void watch(Page page) {
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text() + " at " + message.location());
            }
        });
    }

    /** Returns where clusters of the tour run: in the Kubernetes that is named, else on this machine. */
    static Map<String, String> place() {
        String context = System.getProperty("kubernetes.context", "");
        return context.isEmpty()
                ? Map.of("KUBECLUSTER_RUNTIME", "local")
                : Map.of("KUBECLUSTER_KUBERNETES_CONTEXT", context);
    }

    String notebook() {
        return notebook;
    }

    Page lab() {
        return lab;
    }

    /** Starts a cluster and returns the link on its card. */
    Locator startCluster() {
        runCell(1);
        Locator link = lab.locator(".jp-OutputArea a[href$='/status']");
        link.waitFor();
        runCell(2);
        lab.locator(".jp-InputPrompt >> text=[2]:").waitFor();
        return link;
    }

    /** Clicks the link, and sees pixels and WebSocket frames change while the cluster computes; and then the worker's page. */
    Page watchDashboard(Locator link) {
        AtomicInteger frames = new AtomicInteger();
        Page dashboard = lab.context().waitForPage(link::click);
        dashboard.onWebSocket(socket -> socket.onFrameReceived(frame -> frames.incrementAndGet()));
        dashboard.reload();
        dashboard.locator("canvas").first().waitFor();
        assertThat(dashboard.title()).contains("Dask");
        String idle = (String) dashboard.evaluate(PIXELS);
        assertThat(idle).contains("data:image/png");
        int framesBefore = frames.get();

        lab.bringToFront();
        runCell(3);
        dashboard.bringToFront();
        await("the dashboard moves").atMost(Duration.ofMinutes(1)).until(() -> {
            dashboard.waitForTimeout(200);
            return frames.get() > framesBefore && !dashboard.evaluate(PIXELS).equals(idle);
        });

        dashboard.navigate(dashboard.url().replace("/status", "/info/main/workers.html"));
        dashboard.locator("a[href*='/proxy/']").first().click();
        dashboard.locator("canvas").first().waitFor();
        assertThat(dashboard.title()).contains("Dask Worker");
        assertThat(errors).isEmpty();
        return dashboard;
    }

    /** Shows a plot below a cell. */
    void showPlot() {
        lab.bringToFront();
        lab.locator(".jp-InputPrompt >> text=[3]:").waitFor();
        runCell(4);
        lab.frameLocator(".jp-OutputArea iframe[title='task-stream']")
                .locator("canvas")
                .first()
                .waitFor();
    }

    /** Pastes the link into the panel of dask-labextension, and opens a plot from there. */
    void useDaskPanel(String link) {
        lab.locator(".lm-TabBar-tab[data-id='dask-dashboard-launcher']").click();
        lab.getByPlaceholder("DASK DASHBOARD URL").fill(link);
        lab.keyboard().press("Enter");
        lab.locator(".dask-DashboardListing-item >> text='Task Stream'").click();
        lab.frameLocator(".dask-DaskDashboard-widget iframe[sandbox='allow-scripts allow-same-origin']")
                .locator("canvas")
                .first()
                .waitFor();
        lab.locator(".lm-TabBar-tab >> text='" + notebook + "'").click();
    }

    /** Returns what {@code %kubecluster describe} tells of the proxy. */
    String describeProxy() {
        runCell(5);
        return lab.locator(".jp-OutputArea >> text=/Dashboard proxy: /").textContent();
    }

    /** Closes the cluster and sees that its page says so. */
    void closeCluster(Page dashboard) {
        runCell(6);
        lab.locator(".jp-OutputArea >> text=/is closed; nothing of it is left/").waitFor();
        dashboard.reload();
        dashboard.getByText("This cluster is closed.").waitFor();
    }

    private static void writeNotebook(Path directory, String notebook) throws IOException {
        Files.copy(
                Product.NOTEBOOKS.resolve("worker-spec.yml"),
                directory.resolve("worker-spec.yml"),
                StandardCopyOption.REPLACE_EXISTING);
        NotebookFile.write(
                directory.resolve(notebook),
                "%kubecluster start worker-spec.yml --workers 1",
                "cluster.waitForWorkers(1);",
                "var burst = cluster.client().map(\"time.sleep\", Collections.nCopies(300, 0.1));"
                        + " for (var task : burst) task.result();",
                "%kubecluster dashboard --show task-stream",
                "%kubecluster describe",
                "%kubecluster close");
    }

    private void runCell(int number) {
        lab.locator(".jp-Notebook .jp-Cell .jp-InputPrompt").nth(number - 1).click();
        lab.keyboard().press("Shift+Enter");
    }
}
