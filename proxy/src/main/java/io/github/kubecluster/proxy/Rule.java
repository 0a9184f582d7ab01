package io.github.kubecluster.proxy;

import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** One condition that a request must meet, whether it is to be forwarded or to become a tunnel. */
@FunctionalInterface
interface Rule {
    /** Returns the answer to a request that breaks this rule, or null if it keeps it. */
    @Nullable
    Refusal check(Request request);
}
