package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;

/** A user of a hub, with the quickstart open in a browser that nobody else uses. */
record HubUser(ChartHub hub, String name, LabNotebook lab) {
    static final Duration LIMIT = Duration.ofMinutes(3);
    /** Cells of the quickstart. */
    static final int START = 3;

    static final int SCALE = 5;
    static final int JAVA = 7;
    static final int PYTHON = 9;

    private static final double FIVE_MINUTES_IN_MILLIS = 300_000;

    static HubUser logIn(ChartHub hub, Chromium chromium, String name) {
        return new HubUser(hub, name, hub.open(chromium, name, "quickstart.ipynb"));
    }

    /** Starts the quickstart's cluster, waits for its two workers, and returns its name. */
    String startCluster() {
        lab.run(START);
        assertThat(lab.cell(START)).containsText("● running");
        assertThat(lab.cell(START)).containsText("2 wanted, 2 created, 2 running, 2 registered");
        List<String> clusters = daskPods().stream()
                .map(pod -> pod.getMetadata().getLabels().get("dask.org/cluster-name"))
                .distinct()
                .toList();
        assertThat(clusters).hasSize(1);
        return clusters.get(0);
    }

    /** Scales the quickstart's cluster, and computes with it in Java and in Python. */
    void compute() {
        lab.run(SCALE);
        lab.run(JAVA);
        lab.run(PYTHON);
        assertThat(lab.output(JAVA)).hasText("3");
        assertThat(lab.output(PYTHON).last())
                .hasText("1.0", new LocatorAssertions.HasTextOptions().setTimeout(FIVE_MINUTES_IN_MILLIS));
    }

    /** Opens the dashboard by the link on the cluster's card, which leads below {@code place}. */
    void lookAtDashboard(String place) {
        Locator link = lab.cell(START).locator("a[href$='/status']");
        assertThat(link.getAttribute("href")).matches("\\Q" + place + "/proxy/\\E\\d+/status");
        Page dashboard = lab.page().context().waitForPage(link::click);
        dashboard.locator("canvas").first().waitFor();
        assertThat(dashboard.title()).contains("Dask");
        dashboard.close();
    }

    Pod notebook() {
        return hub.notebooksOf(name).get(0);
    }

    /** Returns the pods of all clusters of this user. */
    List<Pod> daskPods() {
        return hub.daskPodsOf(name);
    }

    static void awaitNothingLeftOf(String cluster) {
        await("nothing of " + cluster + " is left")
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(new KubernetesRemains().of(cluster)).isEmpty());
    }
}
