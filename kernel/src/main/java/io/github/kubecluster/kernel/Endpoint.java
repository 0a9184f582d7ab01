package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.Credentials;
import java.util.Optional;

/**
 * Where a scheduler is and what a client shows there.
 *
 * @param address such as {@code tcp://127.0.0.1:8786}
 * @param credentials empty where the cluster is not encrypted
 */
record Endpoint(String address, Optional<Credentials> credentials) {}
