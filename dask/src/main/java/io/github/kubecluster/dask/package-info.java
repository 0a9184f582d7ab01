/** The Dask scheduler's protocol: a client that submits and gathers, and the control calls of a cluster manager. */
@NullMarked
package io.github.kubecluster.dask;

import org.jspecify.annotations.NullMarked;
