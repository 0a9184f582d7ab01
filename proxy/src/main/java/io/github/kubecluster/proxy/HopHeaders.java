package io.github.kubecluster.proxy;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The header fields that concern one connection and go no further (RFC 9110, section 7.6.1). */
final class HopHeaders {
    private static final Set<String> NAMES = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HopHeaders() {}

    /** Returns the fields' names, in lower case, that are for one connection: the fixed ones and those it names itself. */
    static Set<String> of(HttpFields fields) {
        Stream<String> named =
                fields.getCSV(HttpHeader.CONNECTION, false).stream().map(name -> name.toLowerCase(Locale.ROOT));
        return Stream.concat(NAMES.stream(), named).collect(Collectors.toSet());
    }
}
