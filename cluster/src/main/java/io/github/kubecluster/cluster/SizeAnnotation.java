package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The size that a cluster is to have, where it stands for all to read and to change: on the scheduler's job or pod. Thread-safe. */
final class SizeAnnotation implements AutoCloseable {
    private static final int WRITE_TRIES = 5;

    private final KubernetesNamespace namespace;
    private final KubernetesSearch search;
    private final SizeEchoes echoes = new SizeEchoes();
    private volatile @Nullable SharedIndexInformer<HasMetadata> watch;

    SizeAnnotation(KubernetesNamespace namespace, KubernetesSearch search) {
        this.namespace = namespace;
        this.search = search;
    }

    /** Takes note that {@code size} stands there, so that {@link #watch} does not tell of it. */
    void expect(Scaling size) {
        echoes.expect(size);
    }

    /** Written with the resource version that was read: of two who write at once, the second reads anew first. */
    void write(String cluster, Scaling size) {
        for (int tries = 1; ; tries++) {
            SchedulerObject scheduler = search.scheduler(cluster)
                    .orElseThrow(() -> new PodRuntime.NotThereException("There is no cluster \"" + cluster
                            + "\" in namespace \"" + namespace.name() + "\". List those that are there."));
            try {
                if (tries == 1) {
                    echoes.expect(size);
                }
                scheduler.patch(namespace, KubernetesObjects.sizePatch(scheduler.object(), size));
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == WRITE_TRIES) {
                    throw namespace.refused("write the size of cluster \"" + cluster + "\"", e);
                }
            }
        }
    }

    /** Has {@code reader} told of every size that others write on {@code scheduler}. */
    void watch(SchedulerObject scheduler, Consumer<Scaling> reader) {
        SharedIndexInformer<HasMetadata> sizes = scheduler
                .in(namespace)
                .runnableInformer(0)
                .addEventHandler(new Reader(size -> echoes.seen(size, reader)));
        watch = sizes;
        String what = "the size of the cluster";
        namespace.ask("watch " + what, () -> {
            WatchStart.begin(sizes, what, namespace.name(), WatchStart.LIMIT);
            return sizes;
        });
    }

    private record Reader(Consumer<Scaling> reader) implements ResourceEventHandler<HasMetadata> {
        @Override
        public void onAdd(HasMetadata scheduler) {
            read(scheduler);
        }

        @Override
        public void onUpdate(HasMetadata before, HasMetadata now) {
            read(now);
        }

        @Override
        public void onDelete(HasMetadata scheduler, boolean finalStateUnknown) {}

        private void read(HasMetadata scheduler) {
            SchedulerObject.annotation(scheduler, Labels.SIZE, DesiredSize::parse)
                    .ifPresent(reader);
        }
    }

    @Override
    public void close() {
        SharedIndexInformer<HasMetadata> open = watch;
        if (open != null) {
            open.close();
        }
    }
}
