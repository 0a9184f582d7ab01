package io.github.kubecluster.proxy;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** A request that has passed the gate, with where it goes and how the browser reached us. */
final class RoutedRequest extends Request.Wrapper {
    private final Route route;
    private final PublicAddress address;

    RoutedRequest(Request request, Route route, PublicAddress address) {
        super(request);
        this.route = route;
        this.address = address;
    }

    Route route() {
        return route;
    }

    PublicAddress address() {
        return address;
    }

    /** Returns the header fields that the upstream gets. */
    HttpFields forwardedHeaders() {
        return RequestHeaders.forwarded(getHeaders(), route.upstream(), address);
    }
}
