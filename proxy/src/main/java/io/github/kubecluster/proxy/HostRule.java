package io.github.kubecluster.proxy;

import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The dashboard answers under known names only, so that a foreign name that resolves to loopback reaches nothing. */
record HostRule(PublicAddresses addresses) implements Rule {
    @Override
    public @Nullable Refusal check(Request request) {
        return addresses.of(request) == null ? Refusal.FOREIGN_HOST : null;
    }
}
