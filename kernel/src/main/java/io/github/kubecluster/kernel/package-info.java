/** The Java kernel: cells, magics and command line. */
@NullMarked
package io.github.kubecluster.kernel;

import org.jspecify.annotations.NullMarked;
