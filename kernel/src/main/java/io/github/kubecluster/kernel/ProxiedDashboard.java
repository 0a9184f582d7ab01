package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.DashboardRoute;
import io.github.kubecluster.proxy.DashboardLink;
import io.github.kubecluster.proxy.DashboardProxy;
import java.net.URI;
import java.util.Map;

/**
 * Opens a dashboard through a proxy of this process, so that the browser needs no way of its own to the scheduler: on a hub
 * the link leads through the notebook server, elsewhere to this machine's loopback address.
 */
final class ProxiedDashboard implements DashboardRoute {
    private static final System.Logger LOG = System.getLogger(ProxiedDashboard.class.getName());

    private final Map<String, String> environment;

    ProxiedDashboard(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Opened open(URI dashboard) {
        DashboardLink link = link();
        if (!link.isThroughProxy()) {
            return new Opened(link.to(dashboard, dashboard.getPort()), () -> {});
        }
        DashboardProxy.Builder builder = DashboardProxy.builder();
        String prefix = environment.getOrDefault("JUPYTERHUB_SERVICE_PREFIX", "");
        if (!prefix.isEmpty()) {
            builder.servicePrefix(prefix);
        }
        DashboardProxy proxy = builder.start(dashboard);
        return new Opened(link.to(dashboard, proxy.port()), proxy::close);
    }

    /** The link as Dask's own configuration gives it ({@code distributed.dashboard.link}), else the one that always works. */
    private DashboardLink link() {
        String template = environment.get("DASK_DISTRIBUTED__DASHBOARD__LINK");
        return template == null
                ? DashboardLink.of(environment)
                : DashboardLink.of(template, environment, warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }
}
