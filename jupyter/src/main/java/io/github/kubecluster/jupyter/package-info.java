/** Jupyter's messages and the channels that carry them. */
@NullMarked
package io.github.kubecluster.jupyter;

import org.jspecify.annotations.NullMarked;
