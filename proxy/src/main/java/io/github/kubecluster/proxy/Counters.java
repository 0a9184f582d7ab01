package io.github.kubecluster.proxy;

import java.util.concurrent.atomic.LongAdder;

/** What the proxy counts while it runs. */
final class Counters {
    final LongAdder requests = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder tunnels = new LongAdder();
}
