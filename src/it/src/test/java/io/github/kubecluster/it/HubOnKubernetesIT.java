package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two users of a hub as an administrator has it, with all that is shipped for hubs and nothing besides. */
@EnabledIf(
        value = "io.github.kubecluster.it.ChartHub#isPossible",
        disabledReason = "no Chromium, no helm, no Kubernetes or no chart is there")
class HubOnKubernetesIT {
    static final double TWO_MINUTES_IN_MILLIS = 120_000;
    static final double FIVE_MINUTES_IN_MILLIS = 300_000;

    static ChartHub hub;
    static Playwright driver;
    static com.microsoft.playwright.Browser browser;

    @BeforeAll
    static void open() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(TWO_MINUTES_IN_MILLIS);
        hub = new ChartHub();
        hub.install();
        driver = Browser.driver();
        browser = Browser.open(driver);
    }

    @AfterAll
    static void close() {
        if (driver != null) {
            driver.close();
        }
        if (hub != null) {
            hub.close();
        }
    }

    static void lookAtDashboard(LabNotebook lab, String place) {
        Locator link = lab.cell(HubUser.START).locator("a[href$='/status']");
        assertThat(link.getAttribute("href")).matches("\\Q" + place + "/proxy/\\E\\d+/status");
        Page dashboard = lab.page().context().waitForPage(link::click);
        dashboard.setDefaultTimeout(TWO_MINUTES_IN_MILLIS);
        dashboard.locator("canvas").first().waitFor();
        assertThat(dashboard.title()).contains("Dask");
        dashboard.close();
    }

    @Test
    void a_user_runs_the_quickstart_looks_at_the_dashboard_and_stops_the_server() {
        HubUser ann = HubUser.logIn(hub, browser, "Ann O'Neil@example.org");
        LabNotebook lab = ann.lab();
        String cluster = ann.startCluster();
        assertThat(cluster).startsWith("dask-ann-o-neil-example-o---");
        assertThat(ann.daskPods())
                .hasSize(3)
                .allSatisfy(pod -> assertThat(pod.getMetadata().getName()).startsWith(cluster));
        assertThat(lab.cell(HubUser.START).locator("[role=tab]"))
                .hasText(new String[] {"Workers", "Scaling", "Events"});
        LabNotebook.screenshot(lab.cell(HubUser.START), "hub-quickstart");
        lookAtDashboard(lab, "/user/ann%20o%27neil@example.org");
        lab.run(HubUser.SCALE);
        lab.run(HubUser.JAVA);
        lab.run(HubUser.PYTHON);
        assertThat(lab.output(HubUser.JAVA)).hasText("3");
        assertThat(lab.output(HubUser.PYTHON).last())
                .hasText("1.0", new LocatorAssertions.HasTextOptions().setTimeout(FIVE_MINUTES_IN_MILLIS));

        hub.stopServer(lab);

        HubUser.awaitNothingLeftOf(cluster);
    }

    @Test
    void a_cluster_outlives_the_hub_and_dies_with_the_notebooks_pod() {
        HubUser alice = HubUser.logIn(hub, browser, "alice");
        String cluster = alice.startCluster();
        assertThat(cluster).startsWith("dask-alice-");

        hub.restart();
        alice.lab().run(HubUser.JAVA);
        assertThat(alice.lab().output(HubUser.JAVA)).hasText("3");

        hub.kill(alice.notebook());

        HubUser.awaitNothingLeftOf(cluster);
    }
}
