package io.github.kubecluster.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The Jetty server of one proxy: what stands before what, and how it begins and ends. */
final class JettyServer {
    private static final System.Logger LOG = System.getLogger(DashboardProxy.class.getName());
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MIN_THREADS = 4;
    private static final int MAX_THREADS = 32;
    private static final int THREAD_IDLE_MILLIS = 60_000;
    private static final int IDLE_MARGIN_MILLIS = 10_000;
    /** What Dask's paths need beyond Jetty's default; {@link TargetRule} forbids the rest. */
    private static final UriCompliance URIS = UriCompliance.DEFAULT.with(
            "DASK",
            Violation.AMBIGUOUS_EMPTY_SEGMENT,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.ILLEGAL_PATH_CHARACTERS,
            Violation.SUSPICIOUS_PATH_CHARACTERS);

    private final DashboardProxy.Builder settings;
    private final Limits limits;
    private final ScheduledThreadPoolExecutor timer;
    private final ScheduledExecutorScheduler scheduler;
    private final Server server;
    private final ServerConnector connector;
    private final GracefulHandler graceful = new GracefulHandler();

    JettyServer(DashboardProxy.Builder settings, ProxyThreads threads) {
        this.settings = settings;
        this.limits = settings.limits();
        timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
        scheduler = new ScheduledExecutorScheduler(timer);
        server = new Server(
                new QueuedThreadPool(MAX_THREADS, MIN_THREADS, THREAD_IDLE_MILLIS, 0, null, null, threads),
                scheduler,
                null);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(LOOPBACK);
        connector.setPort(settings.port);
        connector.setIdleTimeout(limits.answer().toMillis() + IDLE_MARGIN_MILLIS);
        connector.setShutdownIdleTimeout(-1);
        server.addConnector(connector);
    }

    void start(Routes routes, Tunnels tunnels, Counters counters) throws Exception {
        try {
            open();
            UpstreamClients clients =
                    new UpstreamClients(server.getThreadPool(), scheduler, limits, settings.upstreamTls);
            PublicAddresses addresses = new PublicAddresses(settings.servicePrefix, Set.copyOf(settings.hosts), port());
            Router router = new Router(
                    addresses,
                    routes,
                    new Forwarder(clients, counters),
                    new TunnelHandler(clients, limits, tunnels, counters));
            SizeLimitHandler limited = new SizeLimitHandler(limits.body(), -1);
            limited.setHandler(router);
            graceful.setHandler(new Gate(rules(addresses), counters, limited));
            server.setHandler(graceful);
            server.setErrorHandler(JettyServer::error);
            server.setRequestLog(new AccessLog(counters));
            server.addBean(new NetworkConnectionLimit(limits.connections(), server));
            server.start();
        } catch (Exception e) {
            stopNow();
            throw e;
        }
    }

    private void open() {
        try {
            connector.open();
        } catch (IOException e) {
            throw new ProxyException(
                    "Cannot open port " + settings.port + " of 127.0.0.1 for the dashboard: " + e.getMessage()
                            + ". Choose another port, or 0 for any that is free.",
                    e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Takes no more requests, lets those under way finish within the limit, and ends. */
    void stop() throws Exception {
        var unused = connector.shutdown(); // connections that are idle need not end by themselves
        connector.close();
        try {
            graceful.shutdown().get(limits.stop().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} dashboard requests were cut off: they had not ended {1} ms after the proxy was closed.",
                    graceful.getCurrentRequestCount(),
                    String.valueOf(limits.stop().toMillis()));
        } finally {
            stopNow();
        }
    }

    private void stopNow() throws Exception {
        try {
            connector.close();
            server.stop();
        } finally {
            timer.shutdownNow();
        }
    }

    private List<Rule> rules(PublicAddresses addresses) {
        List<Rule> rules = new ArrayList<>();
        if (!settings.anyLocalUser) {
            if (settings.peers.isKnown()) {
                rules.add(new PeerRule(settings.peers));
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "This system does not tell who connects: every user of this machine can open the dashboard.");
            }
        }
        rules.add(new MethodRule(Set.copyOf(settings.methods)));
        rules.add(new TargetRule());
        rules.add(new HostRule(addresses));
        rules.add(new OriginRule(Set.copyOf(settings.hosts)));
        return List.copyOf(rules);
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(URIS);
        http.setRequestHeaderSize(Limits.HEADER);
        http.setMaxResponseHeaderSize(Limits.HEADER);
        return http;
    }

    private static boolean error(Request request, Response response, Callback callback) {
        PlainText.write(response, Refusal.of(response.getStatus()).text(), callback);
        return true;
    }
}
