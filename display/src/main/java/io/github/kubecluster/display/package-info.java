/** How values look in a notebook: as text, tables, images and progress. */
@NullMarked
package io.github.kubecluster.display;

import org.jspecify.annotations.NullMarked;
