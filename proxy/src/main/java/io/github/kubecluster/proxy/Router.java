package io.github.kubecluster.proxy;

import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands a request over to the forwarder or to the tunnels, or answers it. */
final class Router extends Handler.Sequence {
    /** Answers 200 while the proxy runs, whatever its upstream does. */
    static final String HEALTH = "/_kubecluster/healthz";

    private final PublicAddresses addresses;
    private final Routes routes;
    private final Forwarder forwarder;
    private final TunnelHandler tunnels;

    Router(PublicAddresses addresses, Routes routes, Forwarder forwarder, TunnelHandler tunnels) {
        super(forwarder, tunnels);
        this.addresses = addresses;
        this.routes = routes;
        this.forwarder = forwarder;
        this.tunnels = tunnels;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Target target = addresses.stripped(Target.of(request.getHttpURI()));
        if (target.path().equals(HEALTH)) {
            PlainText.write(response, "ok", callback);
            return true;
        }
        Destination destination = routes.find(target);
        if (destination instanceof Refusal refusal) {
            refusal.write(response, callback);
            return true;
        }
        PublicAddress address = Objects.requireNonNull(addresses.of(request), "a request that HostRule lets in");
        RoutedRequest routed = new RoutedRequest(request, (Route) destination, address);
        return WebSocket.isAsked(request.getHeaders())
                ? tunnels.handle(routed, response, callback)
                : forwarder.handle(routed, response, callback);
    }
}
