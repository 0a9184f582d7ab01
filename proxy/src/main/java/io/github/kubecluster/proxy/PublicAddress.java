package io.github.kubecluster.proxy;

/**
 * How the browser reaches the proxy.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port as in the browser's address bar
 * @param prefix the path below which the proxy's own paths appear, without a slash at its end; empty if there is none
 */
record PublicAddress(String scheme, String authority, String prefix) {}
