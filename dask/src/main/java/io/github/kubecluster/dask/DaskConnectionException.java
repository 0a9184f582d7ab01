package io.github.kubecluster.dask;

/** The scheduler cannot be reached, or the connection to it was lost. */
public final class DaskConnectionException extends DaskException {
    DaskConnectionException(String message) {
        super(message);
    }

    DaskConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
