package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Begins watches: each knows what is there when it has begun, and later tells what changes. */
final class WatchStart {
    /** Longer than a client tries to make a connection again. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private WatchStart() {}

    /**
     * Begins a watch and waits until what is there is known.
     *
     * @param what what is watched, in words
     * @throws KubernetesClientException if Kubernetes refuses
     * @throws ClusterException if it does not tell within {@code limit}
     */
    static void begin(SharedIndexInformer<?> watch, String what, String namespace, Duration limit) {
        try {
            watch.start().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw KubernetesClientException.launderThrowable(e.getCause());
        } catch (TimeoutException e) {
            watch.stop();
            throw new ClusterException(
                    "Cannot watch " + what + " in namespace \"" + namespace
                            + "\": Kubernetes has not told what is there within " + limit.toSeconds()
                            + " s. Check the network and the API server, then try again.",
                    e);
        } catch (InterruptedException e) {
            watch.stop();
            Thread.currentThread().interrupt();
            throw ServiceThreads.interrupted(what, e);
        }
    }
}
