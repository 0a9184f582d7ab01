package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.JavaCode;

/** Java in a cell, up to the next magic. */
record JavaPart(JavaCode code) implements Part {}
