package io.github.kubecluster.jupyter;

/** Says why received frames are no message: a wrong signature, a missing frame, no JSON, no type. */
public final class MalformedMessageException extends RuntimeException {
    MalformedMessageException(String message) {
        super(message);
    }

    MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
