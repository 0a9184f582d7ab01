package io.github.kubecluster.dask;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that use the shared Dask, by a client of their class. */
abstract class WithSharedDask {
    @RegisterExtension
    static final LocalDask DASK = LocalDask.shared();

    static DaskClient client;

    @BeforeAll
    static void connect() {
        client = DaskClient.builder(DASK.address()).name("test").connect();
    }

    @AfterAll
    static void close() {
        client.close();
    }
}
