package io.github.kubecluster.dask;

import org.jspecify.annotations.Nullable;

/** A task failed, or the scheduler refused a request. */
public class DaskException extends RuntimeException {
    private final String traceback;

    DaskException(String message) {
        this(message, "", null);
    }

    DaskException(String message, Throwable cause) {
        this(message, "", cause);
    }

    DaskException(String message, String traceback, @Nullable Throwable cause) {
        super(message, cause);
        this.traceback = traceback;
    }

    /** Returns where in Python the error came from, innermost call last, or an empty text if Python took no part. */
    public String traceback() {
        return traceback;
    }
}
