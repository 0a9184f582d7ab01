/** Dask clusters whose workers are Kubernetes pods, or local processes in their place. */
@NullMarked
package io.github.kubecluster.cluster;

import org.jspecify.annotations.NullMarked;
