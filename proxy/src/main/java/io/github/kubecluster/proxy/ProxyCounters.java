package io.github.kubecluster.proxy;

/**
 * What a {@link DashboardProxy} has done since its start.
 *
 * @param requests requests that were answered, tunnels included
 * @param refused requests that the proxy answered itself because they broke a rule of access
 * @param failed requests that the upstream did not answer, or not completely, and those whose sender was gone
 * @param tunnels WebSockets that were opened
 * @param openTunnels WebSockets that are open now
 */
public record ProxyCounters(long requests, long refused, long failed, long tunnels, int openTunnels) {}
