package io.github.kubecluster.cluster;

import java.net.URI;

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
     * @param dashboard the root of the dashboard as this process reaches it, such as {@code http://10.96.3.1:8787/}
     */
    Opened open(URI dashboard);

    /**
     * An open way.
     *
     * @param link what the user clicks: an absolute URL, or a path on the server that the notebook came from
     * @param closer closes the way; called once, when the cluster is closed
     */
    record Opened(String link, Runnable closer) {}

    /** Returns the route that needs nothing between: the browser reaches the scheduler as this process does. */
    static DashboardRoute direct() {
        return dashboard -> new Opened(dashboard.resolve("/status").toString(), () -> {});
    }
}
