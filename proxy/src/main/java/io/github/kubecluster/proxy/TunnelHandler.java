package io.github.kubecluster.proxy;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Opens WebSockets: asks the upstream first and, once it has accepted, lets the bytes of both sides pass unread.
 *
 * <p>So subprotocol, compression, pings, close codes and message sizes are what browser and dashboard agree on.
 */
final class TunnelHandler extends Handler.Abstract {
    private final HttpClient client;
    private final Limits limits;
    private final Tunnels tunnels;
    private final Counters counters;

    TunnelHandler(UpstreamClients clients, Limits limits, Tunnels tunnels, Counters counters) {
        this.client = clients.newClient();
        this.limits = limits;
        this.tunnels = tunnels;
        this.counters = counters;
        installBean(client, true);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new UpgradeProtocolHandler());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!WebSocket.isHandshake(request)) {
            Refusal.BAD_HANDSHAKE.write(response, callback);
            return true;
        }
        if (tunnels.areFull()) {
            Refusal.TOO_MANY_TUNNELS.write(response, callback);
            return true;
        }
        RoutedRequest routed = (RoutedRequest) request;
        Handshake handshake = new Handshake(routed, response, callback, tunnels, counters);
        routed.route()
                .upstream()
                .newRequest(client, routed.route().target())
                .headers(headers -> headers.add(routed.forwardedHeaders()))
                .attribute(HttpUpgrader.Factory.class.getName(), (HttpUpgrader.Factory) version -> handshake)
                .timeout(limits.answer().toMillis(), TimeUnit.MILLISECONDS)
                .send(handshake);
        return true;
    }
}
