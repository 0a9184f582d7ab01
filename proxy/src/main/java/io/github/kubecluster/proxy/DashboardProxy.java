package io.github.kubecluster.proxy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A reverse proxy on loopback for the dashboard of one Dask scheduler, wherever that runs.
 *
 * <p>On a hub, {@code proxy/PORT/status} below the user's server leads to it through jupyter-server-proxy, which by
 * itself forwards to its own machine only. The dashboard has no login of its own and shares its site with the notebook
 * server, so that the proxy lets only processes of this user and pages of this site in, forwards nothing that proves who
 * the user is, and lets nothing out that would change the site.
 *
 * <p>Thread-safe. Its threads are daemons that belong to no notebook cell.
 */
public final class DashboardProxy implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DashboardProxy.class.getName());
    private static final String NO_SCHEDULER =
            "There is no Dask scheduler behind this address yet. Start a cluster, then reload.";

    private final ProxyThreads threads = new ProxyThreads();
    private final Counters counters = new Counters();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Tunnels tunnels;
    private final Routes routes;
    private final JettyServer server;
    private final int port;

    private DashboardProxy(Builder settings) {
        tunnels = new Tunnels(settings.limits(), counters);
        routes = new Routes(settings.workers, Set.copyOf(settings.opened), unavailableFor(NO_SCHEDULER));
        server = new JettyServer(settings, threads);
        begin();
        port = server.port();
    }

    private void begin() {
        try {
            Throwable failure = threads.call(() -> server.start(routes, tunnels, counters));
            if (failure instanceof ProxyException known) {
                throw known;
            }
            if (failure != null) {
                throw new ProxyException("Cannot start the dashboard proxy: " + failure.getMessage(), failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new ProxyException("Starting the dashboard proxy was interrupted.", e);
        }
    }

    /**
     * Starts a proxy with default settings on a free port.
     *
     * @param upstream address of the scheduler's dashboard: scheme, host and port, such as
     *     {@code http://10.0.0.7:8787}, or a Unix socket with its path encoded, such as
     *     {@code http+unix://%2Frun%2Fdask.sock}
     * @throws IllegalArgumentException if {@code upstream} is anything else
     * @throws ProxyException if it cannot be started; nothing of it is left then
     */
    public static DashboardProxy start(URI upstream) {
        return builder().start(upstream);
    }

    /** Returns the settings of a proxy to be started, all at their defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the port on 127.0.0.1. It stays the same until this proxy is closed. */
    public int port() {
        return port;
    }

    /** Returns the address of the scheduler's dashboard, or empty while there is none. */
    public Optional<URI> upstream() {
        return Optional.ofNullable(routes.scheduler()).map(Upstream::address);
    }

    /**
     * Forwards to another address from now on, for instance after a restart of the scheduler.
     *
     * <p>WebSockets to the old address are closed, so that no page shows another cluster than its address says; requests
     * under way are finished.
     *
     * @throws IllegalArgumentException if {@code upstream} is no address of a server; nothing is changed then
     * @throws IllegalStateException if this proxy is closed
     */
    public void upstream(URI upstream) {
        requireOpen();
        Upstream next = Upstream.of(upstream);
        Upstream before = routes.scheduler();
        routes.to(next);
        if (before != null && !before.equals(next)) {
            tunnels.closeOpen();
        }
    }

    /**
     * Answers 503 from now on, for instance because the cluster was closed, and closes the WebSockets.
     *
     * @param reason what the reader of the page is told: what happened and what to do
     * @throws IllegalStateException if this proxy is closed
     */
    public void unavailable(String reason) {
        requireOpen();
        routes.toNowhere(unavailableFor(reason));
        tunnels.closeOpen();
    }

    /** Returns what this proxy has done so far. */
    public ProxyCounters counters() {
        return new ProxyCounters(
                counters.requests.sum(),
                counters.refused.sum(),
                counters.failed.sum(),
                counters.tunnels.sum(),
                tunnels.count());
    }

    /**
     * Closes the WebSockets, lets requests under way finish within the stop timeout, and frees the port. Has no effect
     * the second time.
     *
     * <p>If the wait is interrupted, the interrupt flag is set again, and closing goes on without the caller.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        tunnels.close();
        try {
            Throwable failure = threads.call(server::stop);
            if (failure != null) {
                LOG.log(System.Logger.Level.WARNING, "The dashboard proxy did not close cleanly.", failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "Dashboard proxy at http://127.0.0.1:" + port + " for "
                + upstream().map(URI::toString).orElse("no scheduler");
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("The dashboard proxy is closed. Start another one.");
        }
    }

    private static Refusal unavailableFor(String reason) {
        return new Refusal(503, reason);
    }

    /** The settings of a proxy. Not thread-safe. */
    public static final class Builder {
        int port;

        @Nullable
        String servicePrefix;

        final Set<String> hosts = new HashSet<>();
        final Set<String> methods = new HashSet<>(MethodRule.READING);
        final Set<String> opened = new HashSet<>();
        WorkerPages workers = WorkerPages.NONE;
        boolean anyLocalUser;
        LocalPeers peers = new LocalPeers(Path.of("/proc/self"));

        @Nullable
        SSLContext upstreamTls;

        private Limits limits = Limits.DEFAULT;

        private Builder() {}

        /** Uses this port of 127.0.0.1; 0, the default, is any that is free. */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(
                        "Port " + port + " does not exist. Choose one of 1 to 65535, or 0 for any that is free.");
            }
            this.port = port;
            return this;
        }

        /**
         * Lets requests in that a hub forwards below the user's notebook server.
         *
         * @param prefix the path of that server, as JUPYTERHUB_SERVICE_PREFIX holds it: percent-encoded, with a slash at
         *     both ends, such as {@code /user/alice/}
         */
        public Builder servicePrefix(String prefix) {
            if (!prefix.startsWith("/") || !prefix.endsWith("/") || !new Target(prefix, null).isUnambiguous()) {
                throw new IllegalArgumentException("Service prefix \"" + prefix
                        + "\" is not the path of a server. Write it as JUPYTERHUB_SERVICE_PREFIX has it, such as"
                        + " \"/user/alice/\".");
            }
            servicePrefix = prefix;
            return this;
        }

        /**
         * Lets requests in that name {@code host} as the host they are for, besides loopback and the hub, and pages of it.
         *
         * @param host a name or address, with a port or without; without, any port is meant
         */
        public Builder allowHost(String host) {
            hosts.add(host.toLowerCase(Locale.ROOT));
            return this;
        }

        /** Lets a method in besides GET, HEAD and OPTIONS, such as POST. */
        public Builder allowMethod(String method) {
            methods.add(method);
            return this;
        }

        /**
         * Opens a part of the scheduler's server that is closed by default.
         *
         * @param path {@code /api}, {@code /jupyter}, or {@code /autoload.js} for the embedding of any page
         */
        public Builder openPath(String path) {
            if (!Routes.CLOSED.contains(path)) {
                throw new IllegalArgumentException("Path \"" + path + "\" is not one that is closed. Choose one of "
                        + new TreeSet<>(Routes.CLOSED) + ".");
            }
            opened.add(path);
            return this;
        }

        /** Opens the dashboards of the workers that {@code pages} knows; by default, of none. */
        public Builder workerPages(WorkerPages pages) {
            workers = pages;
            return this;
        }

        /** Lets processes of all users of this machine in. By default only those of this user and of root may connect. */
        public Builder allowAnyLocalUser() {
            anyLocalUser = true;
            return this;
        }

        /** Trusts dashboards that are served over TLS as {@code trust} says, rather than as Java does by default. */
        public Builder upstreamTls(SSLContext trust) {
            upstreamTls = trust;
            return this;
        }

        /** How long a connection to the dashboard may take to be made; 5 s by default. */
        public Builder connectTimeout(Duration timeout) {
            limits = limits.withConnect(timeout);
            return this;
        }

        /** How long the dashboard may be silent before and within an answer; 60 s by default. */
        public Builder answerTimeout(Duration timeout) {
            limits = limits.withAnswer(timeout);
            return this;
        }

        /**
         * How long a WebSocket may be silent in both directions; one hour by default. Bokeh's pages say something twice a
         * second, Dask's event stream only when something happens, and neither opens a WebSocket again.
         */
        public Builder tunnelIdleTimeout(Duration timeout) {
            limits = limits.withTunnelIdle(timeout);
            return this;
        }

        /** How long {@link DashboardProxy#close} waits for requests under way; 5 s by default. */
        public Builder stopTimeout(Duration timeout) {
            limits = limits.withStop(timeout);
            return this;
        }

        /** How many connections may be open, WebSockets included; 1024 by default. Further ones wait. */
        public Builder maxConnections(int connections) {
            limits = limits.withConnections(connections);
            return this;
        }

        /** How many WebSockets may be open; 512 by default. */
        public Builder maxTunnels(int tunnels) {
            limits = limits.withTunnels(tunnels);
            return this;
        }

        /** Starts a proxy that answers 503 until it is given an upstream. Otherwise as {@link #start(URI)}. */
        public DashboardProxy start() {
            return new DashboardProxy(this);
        }

        /**
         * Starts a proxy for the dashboard at {@code upstream}.
         *
         * @param upstream scheme, host and port, or a Unix socket, as for {@link DashboardProxy#start(URI)}
         * @throws IllegalArgumentException if {@code upstream} is anything else
         * @throws ProxyException if it cannot be started, for instance because the port is taken; nothing of it is left
         */
        public DashboardProxy start(URI upstream) {
            Upstream.of(upstream);
            DashboardProxy proxy = start();
            proxy.upstream(upstream);
            return proxy;
        }

        Limits limits() {
            return limits;
        }
    }
}
