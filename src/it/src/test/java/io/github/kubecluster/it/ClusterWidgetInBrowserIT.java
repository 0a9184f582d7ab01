package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A user sees, sizes and closes a cluster of local processes by its widget in JupyterLab. */
@EnabledIf(value = "io.github.kubecluster.it.Browser#isThere", disabledReason = "no Chromium is on the PATH")
class ClusterWidgetInBrowserIT {
    static final double TWO_MINUTES_IN_MILLIS = 120_000;

    @TempDir
    Path directory;

    Page lab;

    /** Numbers of the acceptance checks that this is: 1, 4, 6, 8, 9, 16. */
    @Test
    void a_cluster_is_seen_sized_while_a_cell_runs_found_again_after_a_reload_and_closed() throws Exception {
        Map<String, String> environment = new HashMap<>(Product.install(directory.resolve("jupyter")));
        environment.put("KUBECLUSTER_RUNTIME", "local");
        Files.copy(Product.NOTEBOOKS.resolve("worker-spec.yml"), directory.resolve("worker-spec.yml"));
        String name = "seen-" + UUID.randomUUID().toString().substring(0, 8);
        NotebookFile.write(
                directory.resolve("cluster.ipynb"),
                "%kubecluster start worker-spec.yml --workers 1 --name " + name,
                "cluster",
                "while (cluster.status().ready() < 2) Thread.sleep(100);\n\"two\"");
        PlaywrightAssertions.setDefaultAssertionTimeout(TWO_MINUTES_IN_MILLIS);
        try (LabServer server = new LabServer(directory, environment);
                Playwright playwright = Browser.driver();
                com.microsoft.playwright.Browser chromium = Browser.open(playwright)) {
            lab = chromium.newPage();
            lab.setViewportSize(1300, 1500);
            lab.setDefaultTimeout(TWO_MINUTES_IN_MILLIS);
            lab.navigate(server.url("lab/tree/cluster.ipynb"));
            assertThat(status()).containsText("| Idle");

            run(1);
            assertThat(cell(1)).containsText("Dask cluster " + name + " ● running");
            assertThat(cell(1)).containsText("1 wanted, 1 created, 1 running, 1 registered");
            assertThat(cell(1).locator("a[href$='/status']")).isVisible();
            assertThat(cell(1).locator("[role=tab]")).hasText(new String[] {"Workers", "Scaling"});
            screenshot("fresh");

            run(2);
            button("Show log").click();
            assertThat(cell(2).locator("pre")).containsText("distributed.worker");
            run(3);
            open("Scaling");
            field("Workers").fill("2");
            button("Scale").click();
            assertThat(cell(2)).containsText(Pattern.compile("2 workers are ready; asked for at [\\d:]+\\."));
            assertThat(cell(3)).containsText("two");
            assertThat(cell(1)).containsText("2 wanted, 2 created, 2 running, 2 registered");

            field("Minimum").fill("3");
            field("Maximum").fill("1");
            button("Adapt").click();
            assertThat(cell(2)).containsText("the maximum is below the minimum");
            screenshot("refused");

            save();
            lab.reload();
            assertThat(cell(2)).containsText("2 wanted, 2 created, 2 running, 2 registered");
            open("Scaling");
            field("Workers").fill("1");
            button("Scale").click();
            assertThat(cell(2)).containsText("1 wanted, 1 created, 1 running, 1 registered");

            run(2);
            open("Scaling");
            button("Close cluster").click();
            button("Yes, delete all of it").click();
            assertThat(cell(2).locator(".widget-box")).hasCount(0);
            assertThat(cell(2)).containsText("closed");
            screenshot("closed");
        }
    }

    private Locator cell(int number) {
        return lab.locator(".jp-Notebook .jp-Cell").nth(number - 1);
    }

    private Locator status() {
        return lab.locator("#jp-main-statusbar");
    }

    private void run(int number) {
        cell(number).locator(".jp-InputPrompt").click();
        lab.keyboard().press("Shift+Enter");
    }

    private void open(String tab) {
        cell(2).locator("[role=tab]:has-text('" + tab + "')").click();
    }

    private Locator field(String label) {
        return cell(2).locator(".widget-text:has(.widget-label:text-is('" + label + "')) input");
    }

    private Locator button(String label) {
        return cell(2).locator("button.widget-button:text-is('" + label + "')");
    }

    private void save() {
        cell(2).locator(".jp-InputPrompt").click();
        lab.keyboard().press("Control+S");
        await("the notebook is saved")
                .atMost(Duration.ofMinutes(3))
                .until(() ->
                        Files.readString(directory.resolve("cluster.ipynb")).contains("widget-view+json"));
    }

    private void screenshot(String name) {
        lab.screenshot(new Page.ScreenshotOptions()
                .setPath(Product.ROOT
                        .resolve("src")
                        .resolve("it")
                        .resolve("target")
                        .resolve("screenshots")
                        .resolve("cluster-widget-" + name + ".png")));
    }
}
