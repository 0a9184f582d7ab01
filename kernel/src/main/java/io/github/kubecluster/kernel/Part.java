package io.github.kubecluster.kernel;

/** A part of a cell, which runs before the next one is looked at. */
sealed interface Part permits JavaPart, MagicCall {}
