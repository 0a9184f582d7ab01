package io.github.kubecluster.dask;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A value that has arrived, not read yet: a header that says how it is written, and its frames. What is sent is a
 * {@link Payload}.
 */
record Serialized(Map<?, ?> header, List<ByteBuffer> frames) {}
