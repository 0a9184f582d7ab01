package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two users of a hub as an administrator has it, with all that is shipped for hubs and nothing besides. */
@EnabledIf(
        value = "io.github.kubecluster.it.ChartHub#isPossible",
        disabledReason = "no Chromium, no helm, no Kubernetes or no chart is there")
class HubOnKubernetesIT {
    @AutoClose
    static ChartHub hub;

    @AutoClose
    static Chromium chromium;

    @BeforeAll
    static void open() throws Exception {
        hub = new ChartHub();
        hub.install(ChartHub.storage());
        chromium = new Chromium();
    }

    @Test
    void a_user_runs_the_quickstart_looks_at_the_dashboard_and_stops_the_server() {
        HubUser ann = HubUser.logIn(hub, chromium, "Ann O'Neil@example.org");
        LabNotebook lab = ann.lab();
        String cluster = ann.startCluster();
        assertThat(cluster).startsWith("dask-ann-o-neil-example-o---");
        assertThat(ann.daskPods())
                .hasSize(3)
                .allSatisfy(pod -> assertThat(pod.getMetadata().getName()).startsWith(cluster));
        assertThat(lab.cell(HubUser.START).locator("[role=tab]"))
                .hasText(new String[] {"Workers", "Scaling", "Events"});
        LabNotebook.screenshot(lab.cell(HubUser.START), "hub-quickstart");
        ann.lookAtDashboard("/user/ann%20o%27neil@example.org");
        ann.compute();

        hub.stopServer(lab);

        HubUser.awaitNothingLeftOf(cluster);
    }

    @Test
    void a_cluster_outlives_the_hubs_pod_and_dies_with_the_notebooks() {
        HubUser alice = HubUser.logIn(hub, chromium, "alice");
        String cluster = alice.startCluster();
        assertThat(cluster).startsWith("dask-alice-");

        hub.replacePod();
        assertThat(hub.stopButton(alice.lab().page().context().newPage())).isVisible();
        alice.lab().run(HubUser.JAVA);
        assertThat(alice.lab().output(HubUser.JAVA)).hasText("3");

        hub.kill(alice.notebook());

        HubUser.awaitNothingLeftOf(cluster);
    }

    @Test
    void a_server_that_the_hub_culls_takes_its_cluster_along() throws Exception {
        try (ChartHub impatient = new ChartHub()) {
            // An open page is activity, of which a hub learns every five minutes if nothing else is said.
            impatient.install("cull.timeout=30", "cull.every=5", "hub.config.JupyterHub.last_activity_interval=5");
            HubUser alice = HubUser.logIn(impatient, chromium, "alice");
            String cluster = alice.startCluster();

            alice.lab().close();

            await("the server is culled")
                    .atMost(HubUser.LIMIT)
                    .until(() -> impatient.notebooksOf("alice").isEmpty());
            HubUser.awaitNothingLeftOf(cluster);
        }
    }
}
