package io.github.kubecluster.dask;

import java.io.IOException;

/** The peer sent bytes that are no message of the scheduler's protocol; the connection cannot be used any more. */
final class MalformedMessageException extends IOException {
    MalformedMessageException(String message) {
        super(message);
    }

    MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
