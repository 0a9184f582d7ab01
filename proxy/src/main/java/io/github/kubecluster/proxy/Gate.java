package io.github.kubecluster.proxy;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets through what keeps all rules. It stands before the forwarding and the tunnels, which know no rules. */
final class Gate extends Handler.Wrapper {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());

    private final List<Rule> rules;
    private final Counters counters;

    Gate(List<Rule> rules, Counters counters, Handler next) {
        super(next);
        this.rules = rules;
        this.counters = counters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        for (Rule rule : rules) {
            Refusal refusal = rule.check(request);
            if (refusal != null) {
                counters.refused(refusal);
                refusal.write(response, callback);
                return true;
            }
        }
        return handleNext(request, response, callback);
    }

    /** Jetty would log an unexpected exception together with the request's query. */
    private boolean handleNext(Request request, Response response, Callback callback) throws Exception {
        try {
            return super.handle(request, response, callback);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A request for the dashboard failed.", e);
            Refusal.BROKEN.write(response, callback);
            return true;
        }
    }
}
