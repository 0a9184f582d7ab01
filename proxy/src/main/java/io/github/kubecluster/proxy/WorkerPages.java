package io.github.kubecluster.proxy;

import java.net.URI;
import java.util.Optional;

/**
 * Knows the dashboards of the workers of one cluster.
 *
 * <p>The scheduler's pages link to {@code /proxy/PORT/HOST/…} for the dashboard of the worker at that address. The proxy
 * opens such a link if this knows the worker, and answers 404 if not; it never asks the scheduler to open it.
 */
@FunctionalInterface
public interface WorkerPages {
    /** Knows no worker. */
    WorkerPages NONE = (host, port) -> Optional.empty();

    /**
     * Returns where the dashboard of a worker can be reached from here.
     *
     * <p>Called for every request to a worker's page, on a thread of the proxy, so that it must return soon.
     *
     * @param host the host as the scheduler knows it: a name or an IP address, IPv6 without brackets
     * @param port the port of the worker's dashboard
     * @return scheme, host and port, such as {@code http://10.0.0.7:8790}; empty if it is no worker of this cluster
     */
    Optional<URI> find(String host, int port);
}
