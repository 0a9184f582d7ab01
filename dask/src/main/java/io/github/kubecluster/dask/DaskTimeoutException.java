package io.github.kubecluster.dask;

/** Time ran out before the scheduler answered or a task was finished; what was asked for goes on. */
public final class DaskTimeoutException extends DaskException {
    DaskTimeoutException(String message) {
        super(message);
    }

    DaskTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
