package io.github.kubecluster.proxy;

import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Makes HTTP clients that add nothing of their own to what they forward. */
record UpstreamClients(
        Executor executor,
        Scheduler scheduler,
        Limits limits,
        @Nullable SSLContext tls) {
    private static final int MAX_CONNECTIONS = 64;
    /** Room for the fields that the proxy adds to a header block of the largest size. */
    private static final int ADDED = 4 << 10;

    HttpClient newClient() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(executor);
        connector.setScheduler(scheduler);
        connector.setConnectTimeout(limits.connect());
        if (tls != null) {
            SslContextFactory.Client trust = new SslContextFactory.Client();
            trust.setSslContext(tls);
            connector.setSslContextFactory(trust);
        }
        HttpClient client = new HttpClient(new HttpClientTransportDynamic(connector));
        client.setExecutor(executor);
        client.setScheduler(scheduler);
        client.setConnectTimeout(limits.connect().toMillis());
        client.setAddressResolutionTimeout(limits.connect().toMillis());
        client.setDestinationIdleTimeout(limits.answer().toMillis());
        client.setIdleTimeout(limits.answer().toMillis());
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setMaxRequestHeadersSize(Limits.HEADER + ADDED);
        client.setMaxResponseHeadersSize(Limits.HEADER);
        client.setUserAgentField(null);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        return client;
    }
}
