package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.github.kubecluster.dask.SchedulerAddress;
import io.github.kubecluster.dask.ServiceThreads;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs pods on Kubernetes with namespace rights alone. Everything it makes is owned by the scheduler's Job. */
final class KubernetesRuntime implements PodRuntime {
    static final Duration TIME_TO_LIVE_AFTER_END = Duration.ofSeconds(20);

    static final Map<String, String> SCHEDULER_OPTIONS = Map.of(
            "--port",
            String.valueOf(KubernetesObjects.COMM_PORT),
            "--dashboard-address",
            ":" + KubernetesObjects.DASHBOARD_PORT);

    private final KubernetesClient kubernetes;
    private final String namespace;
    private final Place place;
    private final List<OwnerReference> owners;
    private volatile @Nullable Job lifeline;
    private volatile @Nullable SharedIndexInformer<Pod> informer;

    /**
     * Makes the runtime of one cluster; owns {@code kubernetes} from now on.
     *
     * @param owners what the cluster is to die with, such as the notebook's pod
     */
    KubernetesRuntime(KubernetesClient kubernetes, String namespace, Place place, List<OwnerReference> owners) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
        this.place = place;
        this.owners = owners;
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public Map<String, String> schedulerOptions() {
        return SCHEDULER_OPTIONS;
    }

    @Override
    public Map<String, String> workerOptions() {
        return Map.of();
    }

    @Override
    public List<String> notHonoured(Pod pod) {
        return List.of();
    }

    @Override
    public SchedulerAddress launch(String cluster, Pod scheduler, Consumer<List<Pod>> watcher, Duration limit) {
        String name = scheduler.getMetadata().getName();
        Job created;
        try {
            created = kubernetes
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .resource(KubernetesObjects.lifeline(scheduler, TIME_TO_LIVE_AFTER_END, owners))
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                throw new NameTakenException("A cluster named \""
                        + scheduler.getMetadata().getLabels().get(Labels.CLUSTER)
                        + "\" is there already in namespace \""
                        + namespace + "\". Close it, or start this one under another name.");
            }
            throw KubernetesErrors.of("create the scheduler's job \"" + name + "\"", namespace, e);
        }
        this.lifeline = created;
        Service service = asked(
                "create service \"" + name + "\"",
                () -> kubernetes
                        .services()
                        .inNamespace(namespace)
                        .resource(KubernetesObjects.service(created))
                        .create());
        watch(cluster, watcher);
        return SchedulerAddress.parse(
                "tcp://" + bracketed(service.getSpec().getClusterIP()) + ":" + KubernetesObjects.COMM_PORT);
    }

    private void watch(String cluster, Consumer<List<Pod>> watcher) {
        asked("watch the pods of cluster \"" + cluster + "\"", () -> {
            SharedIndexInformer<Pod> pods = kubernetes
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(Labels.CLUSTER, cluster)
                    .runnableInformer(0);
            this.informer = pods;
            return pods.addEventHandler(
                            new Changes(() -> watcher.accept(pods.getStore().list())))
                    .run();
        });
    }

    @Override
    public void create(Pod worker) {
        Job owner = lifeline;
        if (owner == null) {
            throw new IllegalStateException("This cluster has not been launched.");
        }
        String name = worker.getMetadata().getName();
        try {
            kubernetes
                    .pods()
                    .inNamespace(namespace)
                    .resource(KubernetesObjects.owned(worker, owner))
                    .create();
        } catch (KubernetesClientException e) {
            // The name is ours alone: the pod is there from an earlier try whose answer was lost.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw KubernetesErrors.of("create worker pod \"" + name + "\"", namespace, e);
            }
        }
    }

    @Override
    public void delete(String pod) {
        asked(
                "delete pod \"" + pod + "\"",
                () -> kubernetes.pods().inNamespace(namespace).withName(pod).delete());
    }

    @Override
    public List<String> log(String pod, int lines) {
        try {
            String log = kubernetes
                    .pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .tailingLines(lines)
                    .getLog();
            return log == null ? List.of() : log.lines().toList();
        } catch (KubernetesClientException e) {
            return List.of("("
                    + KubernetesErrors.of("read the log of pod \"" + pod + "\"", namespace, e)
                            .getMessage() + ")");
        }
    }

    @Override
    public void dismantle(Duration limit) {
        Job job = lifeline;
        if (job == null) {
            kubernetes.close();
            return;
        }
        String name = job.getMetadata().getName();
        List<RuntimeException> failures = new ArrayList<>();
        attempt(
                failures,
                () -> asked(
                        "delete job \"" + name + "\"",
                        () -> kubernetes
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace)
                                .withName(name)
                                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                                .delete()));
        attempt(
                failures,
                () -> asked(
                        "delete service \"" + name + "\"",
                        () -> kubernetes
                                .services()
                                .inNamespace(namespace)
                                .withName(name)
                                .delete()));
        pods().forEach(pod -> attempt(failures, () -> delete(pod.getMetadata().getName())));
        attempt(failures, () -> awaitGone(Instant.now().plus(limit)));
        SharedIndexInformer<Pod> pods = informer;
        if (pods != null) {
            pods.stop();
        }
        kubernetes.close();
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void awaitGone(Instant deadline) {
        while (!pods().isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new ClusterException("These pods in namespace \"" + namespace + "\" are still there: "
                        + String.join(
                                ", ",
                                pods().stream()
                                        .map(pod -> pod.getMetadata().getName())
                                        .toList())
                        + ". Kubernetes goes on deleting them; look with kubectl if they stay.");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ServiceThreads.interrupted("the pods to be deleted", e);
            }
        }
    }

    private List<Pod> pods() {
        SharedIndexInformer<Pod> pods = informer;
        return pods == null ? List.of() : pods.getStore().list();
    }

    private <T> T asked(String action, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw KubernetesErrors.of(action, namespace, e);
        }
    }

    private static void attempt(List<RuntimeException> failures, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Every change is the same to the cluster: it looks at all pods again. */
    private record Changes(Runnable changed) implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            changed.run();
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            changed.run();
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            changed.run();
        }
    }
}
