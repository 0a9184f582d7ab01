/** A reverse proxy that makes a Dask dashboard open where only this machine, or a hub's path, is reachable. */
@NullMarked
package io.github.kubecluster.proxy;

import org.jspecify.annotations.NullMarked;
