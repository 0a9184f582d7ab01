package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.DaskClient;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a scheduler is and what a client shows there.
 *
 * @param address such as {@code tcp://127.0.0.1:8786}
 * @param credentials empty where the cluster is not encrypted
 * @param client gives Java's client of that scheduler
 */
record Endpoint(String address, Optional<Credentials> credentials, Supplier<DaskClient> client) {}
