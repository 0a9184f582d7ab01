package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one cluster with what events tell of them, as watches show them; a watch that breaks or expires is begun anew by
 * itself. Thread-safe.
 */
final class PodWatch implements ResourceEventHandler<Pod>, AutoCloseable {
    private final SharedIndexInformer<Pod> informer;
    private final Consumer<List<Pod>> watcher;
    private final PodEvents events;
    private final Optional<String> refused;
    private final AtomicBoolean untold = new AtomicBoolean();
    private final ExecutorService teller;
    private @Nullable SharedIndexInformer<Event> eventInformer;

    /**
     * Begins to watch, and waits until the pods that are there are known.
     *
     * @param watcher called with all pods after changes, on a thread of this watch
     * @param limit how long Kubernetes may take to tell of them
     * @throws KubernetesClientException if it refuses
     * @throws ClusterException if it does not tell in time
     */
    PodWatch(
            KubernetesClient kubernetes,
            String namespace,
            String cluster,
            Consumer<List<Pod>> watcher,
            Duration limit) {
        this.watcher = watcher;
        this.teller = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                ServiceThreads.factory("pods-" + cluster),
                new ThreadPoolExecutor.DiscardPolicy());
        this.events = new PodEvents(cluster, this::changed);
        this.informer = kubernetes
                .pods()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .runnableInformer(0);
        WatchStart.begin(informer.addEventHandler(this), "the pods of cluster \"" + cluster + "\"", namespace, limit);
        this.refused = watchEvents(kubernetes, namespace, limit);
    }

    /** Without the right on events, reasons that stand nowhere else are missing, and that is said. */
    private Optional<String> watchEvents(KubernetesClient kubernetes, String namespace, Duration limit) {
        try {
            eventInformer = kubernetes.v1().events().inNamespace(namespace).runnableInformer(0);
            WatchStart.begin(eventInformer.addEventHandler(events), "events", namespace, limit);
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return unknownReasons(KubernetesErrors.of("watch events", namespace, e));
        } catch (ClusterException e) {
            return unknownReasons(e);
        }
    }

    private static Optional<String> unknownReasons(ClusterException cause) {
        return Optional.of("Some reasons of waiting will not be told. " + cause.getMessage());
    }

    /** Returns what this account may not watch, in a sentence. */
    Optional<String> refused() {
        return refused;
    }

    PodEvents events() {
        return events;
    }

    List<Pod> pods() {
        return informer.getStore().list().stream().map(events::note).toList();
    }

    /** Waits until there is no pod, until {@code deadline} at most. Returns whether there is none. */
    synchronized boolean awaitNone(Instant deadline) throws InterruptedException {
        while (!informer.getStore().list().isEmpty()) {
            long millis = Duration.between(Instant.now(), deadline).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    @Override
    public void onAdd(Pod pod) {
        changed();
    }

    @Override
    public void onUpdate(Pod before, Pod now) {
        changed();
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        changed();
    }

    /** Every change is the same to the cluster: it looks at all pods again, once for those that come meanwhile. */
    private void changed() {
        synchronized (this) {
            notifyAll();
        }
        if (untold.compareAndSet(false, true)) {
            teller.execute(() -> {
                untold.set(false);
                watcher.accept(pods());
            });
        }
    }

    @Override
    public void close() {
        informer.stop();
        if (eventInformer != null) {
            eventInformer.stop();
        }
        teller.shutdown();
    }
}
