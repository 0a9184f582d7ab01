package io.github.kubecluster.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Forwards requests that are not WebSockets, and streams the answers back. */
final class Forwarder extends ProxyHandler {
    private static final String RETRIED = Forwarder.class.getName() + ".retried";

    private final UpstreamClients clients;
    private final Counters counters;

    Forwarder(UpstreamClients clients, Counters counters) {
        this.clients = clients;
        this.counters = counters;
    }

    @Override
    protected HttpClient newHttpClient() {
        return clients.newClient();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Response ruled = new InterimAnswers(request, response);
        Response adapted = InfoPage.corrected(routed(request), StaticAssets.compressed(routed(request), ruled));
        return super.handle(request, adapted, callback);
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        return request.getHttpURI(); // not used: a java.net.URI cannot hold every target
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI ignored) {
        Route route = routed(request).route();
        return route.upstream().newRequest(getHttpClient(), route.target()).method(request.getMethod());
    }

    @Override
    protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request forwarded) {
        forwarded.headers(headers -> headers.add(routed(request).forwardedHeaders()));
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request forwarded) {
        // The forwarded headers are complete.
    }

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request forwarded, Response response, Callback callback) {
        return new Answer(routed(request), forwarded, response, callback);
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request forwarded,
            org.eclipse.jetty.client.Response answer,
            Response response,
            Callback callback,
            Throwable failure) {
        if (isWorthAnotherTry(request, answer, failure)) {
            request.setAttribute(RETRIED, true);
            super.handle(request, response, callback);
            return;
        }
        counters.failed(routed(request).route(), failure);
        if (response.isCommitted()) {
            callback.failed(failure);
        } else {
            Refusal.after(failure).write(response, callback);
        }
    }

    /** An upstream may close an idle connection at the moment when a request is sent on it. */
    private static boolean isWorthAnotherTry(
            Request request, org.eclipse.jetty.client.Response answer, Throwable failure) {
        return failure instanceof IOException
                && !(failure instanceof ConnectException)
                && !(failure instanceof SocketTimeoutException)
                && answer.getStatus() == 0
                && request.getLength() <= 0
                && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                && MethodRule.READING.contains(request.getMethod())
                && request.getAttribute(RETRIED) == null;
    }

    private static RoutedRequest routed(Request request) {
        return (RoutedRequest) request;
    }

    private final class Answer extends ProxyResponseListener {
        private final RoutedRequest request;
        private final Response response;

        Answer(
                RoutedRequest request,
                org.eclipse.jetty.client.Request forwarded,
                Response response,
                Callback callback) {
            super(request, forwarded, response, callback);
            this.request = request;
            this.response = response;
        }

        @Override
        public void onHeaders(org.eclipse.jetty.client.Response answer) {
            ResponseHeaders.copy(answer.getHeaders(), response.getHeaders());
            StaticAssets.cache(request, response);
            if (HttpStatus.isInformational(answer.getStatus())) {
                abort(answer, "answers with status " + answer.getStatus() + ", which was not asked for");
                return;
            }
            String location = response.getHeaders().get(HttpHeader.LOCATION);
            if (location != null) {
                redirect(answer, location);
            }
        }

        private void redirect(org.eclipse.jetty.client.Response answer, String location) {
            String rewritten = Locations.rewrite(location, request.route(), request.address());
            if (rewritten == null) {
                abort(answer, "redirects to what is no web page");
                return;
            }
            response.getHeaders().put(HttpHeader.LOCATION, rewritten);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.setStatus(temporary(answer.getStatus()));
        }

        private static void abort(org.eclipse.jetty.client.Response answer, String reason) {
            var unused = answer.abort(new IOException("The upstream " + reason + "."));
        }

        @Override
        public void onSuccess(org.eclipse.jetty.client.Response answer) {
            boolean bodiless =
                    HttpMethod.HEAD.is(request.getMethod()) || answer.getStatus() == HttpStatus.NOT_MODIFIED_304;
            if (bodiless && !response.isCommitted()) {
                // Jetty adds "Content-Length: 0" to an answer whose first write is its last.
                response.write(
                        false, BufferUtil.EMPTY_BUFFER, Callback.from(() -> super.onSuccess(answer), this::failed));
            } else {
                super.onSuccess(answer);
            }
        }
    }

    /** The port of the proxy, and with it the place that is redirected to, changes from one start to the next. */
    private static int temporary(int status) {
        return switch (status) {
            case HttpStatus.MOVED_PERMANENTLY_301 -> HttpStatus.FOUND_302;
            case HttpStatus.PERMANENT_REDIRECT_308 -> HttpStatus.TEMPORARY_REDIRECT_307;
            default -> status;
        };
    }
}
