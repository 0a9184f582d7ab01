package io.github.kubecluster.dask;

import java.util.List;

/**
 * Data sets that are published under a name, so that all clients of a scheduler find them, those of Python too, and so that
 * they outlive the client that made them. Thread-safe.
 *
 * <p>The methods wait for the scheduler and a worker, and throw what {@link DaskFuture#result()} throws.
 */
public final class Datasets {
    private final DaskClient client;

    Datasets(DaskClient client) {
        this.client = client;
    }

    /** Returns the names of all published data sets. */
    public List<String> names() {
        return client.scheduler().calls().call(Request.of("publish_list")).list().stream()
                .map(String::valueOf)
                .toList();
    }

    /**
     * Publishes the result of a task; a collection of Dask, such as a data frame, is published as such.
     *
     * @throws PythonException if there is a data set of that name
     */
    public void publish(String name, DaskFuture data) {
        // Dask replaces text that equals a task's key by its result.
        await(RemoteFunction.PUBLISH, List.of(name, "key " + data.keyFor(client), data));
    }

    /** Returns a published data set as a future. */
    public DaskFuture get(String name) {
        return client.with().submit(RemoteFunction.DATASET, List.of(name));
    }

    /** Takes a data set's name away; its data is released when nobody else needs it. One that is not there is no error. */
    public void remove(String name) {
        await(RemoteFunction.UNPUBLISH, List.of(name));
    }

    private void await(RemoteFunction function, List<?> arguments) {
        try (DaskFuture done = client.with().submit(function, arguments)) {
            done.result();
        }
    }
}
