package io.github.kubecluster.proxy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;

/**
 * One attempt to open a WebSocket. The browser gets its answer when the upstream has given one: a tunnel if that is a
 * correct 101, the upstream's status if it is an error, and 502 otherwise, since bytes that follow anything but a
 * correct 101 would be requests that no rule has seen.
 */
final class Handshake implements HttpUpgrader, Response.Listener {
    private static final List<HttpHeader> AGREED = List.of(
            HttpHeader.SEC_WEBSOCKET_ACCEPT, HttpHeader.SEC_WEBSOCKET_EXTENSIONS, HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL);

    private final RoutedRequest request;
    private final org.eclipse.jetty.server.Response response;
    private final Callback callback;
    private final Tunnels tunnels;
    private final Counters counters;

    Handshake(
            RoutedRequest request,
            org.eclipse.jetty.server.Response response,
            Callback callback,
            Tunnels tunnels,
            Counters counters) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.tunnels = tunnels;
        this.counters = counters;
    }

    @Override
    public void prepare(Request forwarded) {
        forwarded.headers(
                headers -> headers.put(HttpHeader.UPGRADE, "websocket").put(HttpHeader.CONNECTION, "Upgrade"));
    }

    @Override
    public void upgrade(Response answer, EndPoint upstream, Callback upgraded) {
        String key = request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY);
        Executor executor = request.getComponents().getExecutor();
        ByteBufferPool buffers = request.getComponents().getByteBufferPool();
        EndPoint browser = request.getTunnelSupport().getEndPoint();
        WebSocketTunnel tunnel = new WebSocketTunnel(browser, upstream, executor, buffers, tunnels);
        if (!WebSocket.isAccepted(key, answer.getHeaders()) || !tunnels.add(tunnel)) {
            upstream.close();
            upgraded.failed(new IOException("The upstream does not accept the WebSocket as it should."));
            return;
        }
        // On this thread: another one could race with the HTTP client for the bytes that came with the answer.
        upstream.upgrade(tunnel.upstream());
        tunnel.browser().whenOpen(tunnel::start);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tunnel.browser());
        accept(answer.getHeaders(), Callback.from(callback::succeeded, failure -> {
            tunnel.close(failure);
            callback.failed(failure);
        }));
        upgraded.succeeded();
    }

    private void accept(HttpFields agreed, Callback written) {
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.UPGRADE, "websocket");
        headers.put(HttpHeader.CONNECTION, "Upgrade");
        for (HttpHeader name : AGREED) {
            agreed.getFields(name).forEach(headers::add);
        }
        response.write(true, null, written);
    }

    @Override
    public void onHeaders(Response answer) {
        var unused = answer.abort(new IOException("The upstream refuses the WebSocket."));
    }

    @Override
    public void onComplete(Result result) {
        counters.failed(request.route(), result.getFailure());
        int status = result.getResponse().getStatus();
        boolean relayed = HttpStatus.isClientError(status) || HttpStatus.isServerError(status);
        Refusal refusal = relayed ? Refusal.of(status) : Refusal.after(result.getFailure());
        refusal.write(response, callback);
    }
}
