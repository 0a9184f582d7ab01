package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.DashboardRoute;
import io.github.kubecluster.dask.DaskConfig;
import io.github.kubecluster.proxy.DashboardLink;
import io.github.kubecluster.proxy.DashboardProxy;
import io.github.kubecluster.proxy.ProxyCounters;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens dashboards through proxies of this process, so that the browser needs no way of its own to the schedulers: on a hub
 * a link leads through the notebook server, elsewhere to this machine's loopback address. Thread-safe.
 *
 * <p>The proxy of the cluster that was closed last stays, to tell a page that is still open what has become of it.
 */
final class ProxiedDashboards implements DashboardRoute {
    private static final Duration PLOTS = Duration.ofSeconds(5);
    private static final Duration PLOTS_WHILE_TYPING = Duration.ofSeconds(1);

    private final Map<String, String> environment;
    private final Map<String, Way> open = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable DashboardProxy> closedLast = new AtomicReference<>();

    ProxiedDashboards(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Opened open(URI dashboard, Supplier<List<URI>> workers) {
        List<String> notices = new ArrayList<>();
        DaskConfig config = DaskConfig.load(environment);
        DashboardTls tls = DashboardTls.of(config, notices::add);
        DashboardLink link = link(config, notices::add);
        URI upstream = tls.address(dashboard);
        if (!link.isThroughProxy()) {
            String address = link.to(upstream, upstream.getPort());
            open.put(address, new Way(upstream, Optional.empty()));
            return new Opened(address, notices, () -> open.remove(address));
        }
        DashboardProxy.Builder builder = DashboardProxy.builder()
                .workerPages((host, port) -> find(host, port, workers.get()).map(tls::address));
        tls.trust().ifPresent(builder::upstreamTls);
        String prefix = environment.getOrDefault("JUPYTERHUB_SERVICE_PREFIX", "");
        if (!prefix.isEmpty()) {
            builder.servicePrefix(prefix);
        }
        DashboardProxy proxy = builder.start(upstream);
        String address = link.to(upstream, proxy.port());
        open.put(address, new Way(URI.create("http://127.0.0.1:" + proxy.port()), Optional.of(proxy)));
        return new Opened(address, notices, () -> close(address, proxy));
    }

    /**
     * Returns the plots of the dashboard behind {@code link}, pages by name.
     *
     * @throws IllegalStateException if it is closed or does not answer
     */
    SortedMap<String, String> plots(String link) {
        Way way = open.get(link);
        if (way == null) {
            throw new IllegalStateException("The dashboard at " + link + " is not open here. Start a cluster.");
        }
        return DashboardPlots.of(way.dashboard(), PLOTS);
    }

    /** Returns the names of the plots of all open dashboards; those that do not answer at once have none. */
    List<String> plotNames() {
        return open.values().stream()
                .flatMap(way -> {
                    try {
                        return DashboardPlots.of(way.dashboard(), PLOTS_WHILE_TYPING).keySet().stream();
                    } catch (IllegalStateException e) {
                        return Stream.empty();
                    }
                })
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns what the proxy behind {@code link} has done so far; nothing if there is none. */
    Optional<ProxyCounters> counters(String link) {
        return Optional.ofNullable(open.get(link)).flatMap(Way::proxy).map(DashboardProxy::counters);
    }

    private void close(String link, DashboardProxy proxy) {
        open.remove(link);
        proxy.unavailable("This cluster is closed. Start another one in the notebook; its dashboard has another link.");
        DashboardProxy before = closedLast.getAndSet(proxy);
        if (before != null) {
            before.close();
        }
    }

    private static Optional<URI> find(String host, int port, List<URI> workers) {
        return workers.stream()
                .filter(worker -> worker.getPort() == port
                        && (worker.getHost().equals(host) || worker.getHost().equals("[" + host + "]")))
                .findFirst();
    }

    /** The link as Dask's own configuration gives it ({@code distributed.dashboard.link}), else the one that always works. */
    private DashboardLink link(DaskConfig config, Consumer<String> warning) {
        return config.get("distributed.dashboard.link")
                .map(template -> DashboardLink.of(String.valueOf(template), environment, warning))
                .orElseGet(() -> DashboardLink.of(environment));
    }

    /**
     * An open way to a dashboard.
     *
     * @param dashboard its root as this process reaches it
     */
    private record Way(URI dashboard, Optional<DashboardProxy> proxy) {}
}
