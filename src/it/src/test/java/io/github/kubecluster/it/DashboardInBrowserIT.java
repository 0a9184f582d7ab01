package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A user in JupyterLab runs a cell, clicks the link on the card and sees Dask's dashboard move. */
class DashboardInBrowserIT {
    static final String READ = """
            link => Promise.all([
              fetch(link).then(answer => answer.text(), () => 'nothing'),
              new Promise(done => {
                const socket = new WebSocket(link.replace('http', 'ws') + '/ws', ['bokeh', 'token']);
                socket.onopen = () => done('a WebSocket');
                socket.onerror = () => done('nothing');
              })
            ])
            """;
    static final String USER = "a b@x.org";
    static final String ENCODED = "a%20b@x.org";

    @TempDir
    Path directory;

    @Test
    @EnabledIf(value = "io.github.kubecluster.it.Chromium#isThere", disabledReason = "no Chromium is on the PATH")
    void without_a_hub_a_dashboard_over_tls_opens_on_loopback_and_pages_of_other_origins_read_nothing()
            throws Exception {
        Map<String, String> environment = new HashMap<>(Product.install(directory.resolve("jupyter")));
        environment.put("KUBECLUSTER_RUNTIME", "local");
        environment.putAll(DashboardCertificate.make(directory));
        try (LabServer server = new LabServer(directory, environment);
                Chromium chromium = new Chromium()) {
            DashboardTour tour = DashboardTour.begin(chromium, directory, "dashboard.ipynb");
            tour.lab().navigate(server.url("lab/tree/dashboard.ipynb"));
            tour.lab().locator("#jp-main-statusbar >> text=/\\| Idle/").waitFor();

            Locator link = tour.startCluster();
            String address = link.getAttribute("href");
            assertThat(address).matches("http://127\\.0\\.0\\.1:\\d+/status");
            Page dashboard = tour.watchDashboard(link);
            assertThat(tour.lab().evaluate(READ, address)).isEqualTo(List.of("nothing", "nothing"));
            tour.showPlot();
            assertThat(tour.describeProxy()).containsPattern("requests [1-9]\\d*, refused 2, ");
            tour.closeCluster(dashboard);
        }
    }

    @Test
    @EnabledIf(
            value = "io.github.kubecluster.it.Hub#isPossible",
            disabledReason = "no Chromium or no npm is on the PATH")
    void the_dashboard_opens_through_a_hub() throws Exception {
        Map<String, String> environment = new HashMap<>(Product.install(directory.resolve("jupyter")));
        environment.putAll(DashboardTour.place());
        try (Hub hub = new Hub(directory, environment);
                Chromium chromium = new Chromium()) {
            takeTour(hub, DashboardTour.begin(chromium, directory, "dashboard.ipynb"), ENCODED, "/");
            takeTour(hub, DashboardTour.begin(chromium, directory, "older.ipynb"), ENCODED + "/older", hub.url());
        }
    }

    /** The server "older" has a name, jupyter-server-proxy 4.4.0, and an address that its hub tells it. */
    private static void takeTour(Hub hub, DashboardTour tour, String place, String root) {
        hub.open(tour.lab(), USER, place, tour.notebook());

        Locator link = tour.startCluster();
        assertThat(link.getAttribute("href")).matches("\\Q" + root + "user/" + place + "/proxy/\\E\\d+/status");
        Page dashboard = tour.watchDashboard(link);
        tour.showPlot();
        tour.useDaskPanel(link.getAttribute("href"));
        assertThat(tour.describeProxy()).containsPattern("requests [1-9]\\d*, refused 0, ");
        tour.closeCluster(dashboard);
    }
}
