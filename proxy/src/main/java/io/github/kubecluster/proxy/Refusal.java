package io.github.kubecluster.proxy;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer of the proxy's own: a status and a constant text that tells the reader what to do.
 *
 * <p>Pages of the proxy have the authority of the user's notebook server, so that no answer repeats anything of the
 * request.
 */
record Refusal(int status, String text) implements Destination {
    static final Refusal BAD_TARGET =
            new Refusal(400, "This address cannot be forwarded. Open the dashboard with the link in the notebook.");
    static final Refusal BAD_HANDSHAKE = new Refusal(400, "This is not a WebSocket handshake. Reload the page.");
    static final Refusal OTHER_USER = new Refusal(
            403, "This dashboard belongs to another user of this machine. Open the one of your own cluster.");
    static final Refusal UNKNOWN_USER =
            new Refusal(403, "No process of this machine could be found that asks for the dashboard. Reload the page.");
    static final Refusal FOREIGN_ORIGIN = new Refusal(
            403, "A page of another site asked for the dashboard. Open the dashboard with the link in the notebook.");
    static final Refusal NOT_FOUND =
            new Refusal(404, "The dashboard has no such page. Open the dashboard with the link in the notebook.");
    static final Refusal METHOD = new Refusal(405, "The dashboard can only be read. Use GET, HEAD or OPTIONS.");
    static final Refusal FOREIGN_HOST = new Refusal(
            421, "The dashboard is not served under this host name. Open it with the link in the notebook.");
    static final Refusal BROKEN =
            new Refusal(500, "The dashboard proxy failed. Look into the log of the notebook's kernel, then reload.");
    static final Refusal UNREACHABLE = new Refusal(
            502, "The scheduler's dashboard did not answer as it should. Check that the cluster runs, then reload.");
    static final Refusal TOO_MANY_TUNNELS =
            new Refusal(503, "Too many dashboard pages are open. Close some, then reload this one.");
    static final Refusal SILENT = new Refusal(
            504, "The scheduler's dashboard took too long to answer. Reload the page when it is less busy.");

    private static final int RETRY_AFTER_SECONDS = 5;

    /** Returns the answer to a request that Jetty, or an upstream, refuses with {@code status}. */
    static Refusal of(int status) {
        return new Refusal(status, status + " " + HttpStatus.getMessage(status) + ".");
    }

    /** Returns the answer to a request that the upstream did not answer because of {@code failure}. */
    static Refusal after(Throwable failure) {
        boolean late = failure instanceof TimeoutException || failure instanceof SocketTimeoutException;
        return late ? SILENT : UNREACHABLE;
    }

    void write(Response response, Callback callback) {
        response.reset();
        response.setStatus(status);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (status == HttpStatus.METHOD_NOT_ALLOWED_405) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, OPTIONS");
        }
        PlainText.write(response, text, callback);
    }
}
