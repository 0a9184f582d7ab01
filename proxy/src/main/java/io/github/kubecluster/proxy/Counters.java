package io.github.kubecluster.proxy;

import java.util.concurrent.atomic.LongAdder;

/** What the proxy counts while it runs. */
final class Counters {
    private static final System.Logger LOG = System.getLogger(DashboardProxy.class.getName());

    final LongAdder requests = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder tunnels = new LongAdder();

    /** Counts a request that broke a rule; one whose sender cannot be found any more broke none, and has failed. */
    void refused(Refusal refusal) {
        LongAdder counter = refusal.equals(Refusal.UNKNOWN_USER) ? failed : refused;
        counter.increment();
    }

    /** Counts and logs that {@code route} was not answered. Pages ask again and again: it is no warning. */
    void failed(Route route, Throwable failure) {
        failed.increment();
        LOG.log(
                System.Logger.Level.DEBUG,
                "The dashboard at {0} did not answer as it should: {1}",
                route.upstream().origin(),
                failure);
    }
}
