package io.github.kubecluster.dask;

/**
 * A value to be sent so that every reader unpickles it on arrival, the scheduler included.
 *
 * <p>Lists and maps that the scheduler changes must be sent like this, because a msgpack array arrives as a tuple. On
 * the wire it is the map {@code {"__Pickled__": n}}, where frame n holds the pickle.
 */
record Pickled(Object value) {}
