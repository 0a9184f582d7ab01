package io.github.kubecluster.cluster;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes a scheduler's dashboard reachable for the user's browser and says where.
 *
 * <p>A cluster knows only where its scheduler serves the dashboard. Whoever knows how the browser gets there (a proxy, a
 * hub) gives this function to {@link KubeClusterBuilder#dashboardRoute}.
 */
@FunctionalInterface
public interface DashboardRoute {
    /**
     * Opens the way to one cluster's dashboard.
     *
     * <p>The scheme of all addresses is {@code http}: the scheduler does not tell whether it serves over TLS.
     *
     * @param dashboard the root of the dashboard as this process reaches it, such as {@code http://10.96.3.1:8787/}
     * @param workers gives the roots of the dashboards of the workers that are registered when it is asked
     */
    Opened open(URI dashboard, Supplier<List<URI>> workers);

    /**
     * An open way.
     *
     * @param link what the user clicks: an absolute URL, or a path on the server that the notebook came from
     * @param notices what the user is told about the way, such as why it is not the one that was configured
     * @param closer closes the way; called once, when the cluster is closed
     */
    record Opened(String link, List<String> notices, Runnable closer) {
        public Opened {
            notices = List.copyOf(notices);
        }
    }

    /** Returns the route that needs nothing between: the browser reaches the scheduler as this process does. */
    static DashboardRoute direct() {
        return (dashboard, workers) -> new Opened(dashboard.resolve("/status").toString(), List.of(), () -> {});
    }
}
