/** Libraries from Maven repositories, with all that they need, as Maven itself would find them. */
@NullMarked
package io.github.kubecluster.maven;

import org.jspecify.annotations.NullMarked;
