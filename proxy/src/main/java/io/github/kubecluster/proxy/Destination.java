package io.github.kubecluster.proxy;

/** What becomes of a request. */
sealed interface Destination permits Route, Refusal {}
