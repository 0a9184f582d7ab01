package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
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

    static HubUser logIn(ChartHub hub, Browser browser, String name) {
        return new HubUser(hub, name, hub.open(browser, name, "quickstart.ipynb"));
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

    Pod notebook() {
        return hub.notebookOf(name);
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
