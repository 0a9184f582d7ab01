/** Java in cells, on JShell in this JVM: run, stopped, redefined, told in cell and line, completed and inspected. */
@NullMarked
package io.github.kubecluster.interpreter;

import org.jspecify.annotations.NullMarked;
