package io.github.kubecluster.proxy;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;

/** Counts requests and logs them: method, path, status and time, never a query or a header, which may hold secrets. */
record AccessLog(Counters counters) implements RequestLog {
    private static final System.Logger LOG = System.getLogger(DashboardProxy.class.getName());

    @Override
    public void log(Request request, Response response) {
        counters.requests.increment();
        if (!LOG.isLoggable(System.Logger.Level.DEBUG)) {
            return;
        }
        Target target = Target.of(request.getHttpURI());
        LOG.log(
                System.Logger.Level.DEBUG,
                "{0} {1}: {2} after {3} ms",
                request.getMethod(),
                target.isUnambiguous() ? target.path() : "(unreadable)",
                response.getStatus(),
                TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getBeginNanoTime())));
    }
}
