package io.github.kubecluster.dask;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** How times and failures of the network are told. */
final class Wording {
    private Wording() {}

    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    /** Returns what happened at the scheduler's end, as a clause that begins with "it". */
    static String reason(Throwable failure) {
        if (failure instanceof SocketTimeoutException) {
            return "it did not answer";
        } else if (failure instanceof UnknownHostException) {
            return "its host name is unknown";
        } else if (failure instanceof NoRouteToHostException) {
            return "it cannot be reached from here (no route to host)";
        } else if (failure instanceof ConnectException) {
            return "it accepts no connection (" + failure.getMessage() + ")";
        } else if (failure instanceof SSLException) {
            return "it and this client do not agree on TLS (" + failure.getMessage() + ")";
        } else if (failure instanceof EOFException || failure instanceof SocketException) {
            return "it closed the connection";
        }
        return failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }
}
