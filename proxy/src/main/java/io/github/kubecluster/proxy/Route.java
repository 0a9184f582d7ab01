package io.github.kubecluster.proxy;

/**
 * Where a request is forwarded to.
 *
 * @param mount the part of the proxy's own path below which the upstream's pages appear: empty, or such as
 *     {@code /proxy/8790/10.0.0.7}
 * @param target what is asked of the upstream
 */
record Route(Upstream upstream, String mount, Target target) implements Destination {}
