package io.github.kubecluster.proxy;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What is asked for must be a path that every server reads in the same way. */
final class TargetRule implements Rule {
    @Override
    public @Nullable Refusal check(Request request) {
        HttpURI uri = request.getHttpURI();
        boolean plain = "http".equals(uri.getScheme()) && Target.of(uri).isUnambiguous();
        return plain ? null : Refusal.BAD_TARGET;
    }
}
