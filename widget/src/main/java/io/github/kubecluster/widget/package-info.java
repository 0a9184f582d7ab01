/** Jupyter's widgets for cells of Java: what stands in a browser and in Java at the same time. */
@NullMarked
package io.github.kubecluster.widget;

import org.jspecify.annotations.NullMarked;
