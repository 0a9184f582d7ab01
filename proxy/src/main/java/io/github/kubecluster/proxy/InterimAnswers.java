package io.github.kubecluster.proxy;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Holds what the dashboard answers before its answer, such as 103 Early Hints, to the rules for header fields. */
final class InterimAnswers extends Response.Wrapper {
    InterimAnswers(Request request, Response response) {
        super(request, response);
    }

    @Override
    public CompletableFuture<Void> writeInterim(int status, HttpFields headers) {
        HttpFields.Mutable kept = HttpFields.build();
        ResponseHeaders.copy(headers, kept);
        return super.writeInterim(status, kept);
    }
}
