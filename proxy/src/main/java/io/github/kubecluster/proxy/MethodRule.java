package io.github.kubecluster.proxy;

import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Dask's dashboard is only read. */
record MethodRule(Set<String> allowed) implements Rule {
    static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public @Nullable Refusal check(Request request) {
        return allowed.contains(request.getMethod()) ? null : Refusal.METHOD;
    }
}
