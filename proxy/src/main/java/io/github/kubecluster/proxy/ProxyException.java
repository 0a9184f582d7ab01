package io.github.kubecluster.proxy;

/** Says that the dashboard proxy could not be started. */
public final class ProxyException extends RuntimeException {
    ProxyException(String message, Throwable cause) {
        super(message, cause);
    }
}
