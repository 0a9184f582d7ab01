package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for clusters in one namespace: those that this library has launched, and schedulers that others have deployed. */
final class KubernetesSearch {
    private final KubernetesNamespace namespace;

    KubernetesSearch(KubernetesNamespace namespace) {
        this.namespace = namespace;
    }

    /** Finds what runs the scheduler of a cluster. */
    Optional<SchedulerObject> scheduler(String cluster) {
        String name = DaskPods.schedulerName(cluster);
        String action = "look for cluster \"" + cluster + "\"";
        return ifAllowed(action, () -> namespace.jobs().withName(name).get())
                .map(SchedulerObject::of)
                .or(() -> Optional.ofNullable(namespace.ask(
                                action, () -> namespace.pods().withName(name).get()))
                        .filter(SchedulerObject::isPlain)
                        .map(SchedulerObject::of));
    }

    /** Who may not look into jobs or secrets may yet find pods. */
    private <T> Optional<T> ifAllowed(String action, Supplier<@Nullable T> call) {
        try {
            return Optional.ofNullable(call.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw namespace.refused(action, e);
        }
    }

    @Nullable
    Service service(String name) {
        return namespace.ask(
                "look for service \"" + name + "\"",
                () -> namespace.services().withName(name).get());
    }

    /** Finds the scheduler's service of a release of the Dask Helm chart, or of the name itself. */
    Optional<Service> foreignService(String name) {
        Service named = service(name);
        if (named != null) {
            return Optional.of(named);
        }
        return namespace
                .ask(
                        "look for the Helm release \"" + name + "\"",
                        () -> namespace
                                .services()
                                .withLabels(Map.of("release", name, "component", "scheduler"))
                                .list()
                                .getItems())
                .stream()
                .findFirst();
    }

    /** Returns the files in a secret; empty where there is none, or this account may not read it. */
    Optional<Map<String, String>> secretFiles(String name) {
        return ifAllowed(
                        "read secret \"" + name + "\"",
                        () -> namespace.secrets().withName(name).get())
                .map(KubernetesSearch::files);
    }

    private static Map<String, String> files(Secret secret) {
        Map<String, String> files = new LinkedHashMap<>();
        secret.getData()
                .forEach((file, text) ->
                        files.put(file, new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)));
        return files;
    }

    /** Returns what runs the schedulers of all clusters that this library has launched in the namespace. */
    List<SchedulerObject> schedulers() {
        return schedulers(pods());
    }

    private List<SchedulerObject> schedulers(List<Pod> pods) {
        Stream<SchedulerObject> jobs = ifAllowed(
                        "list clusters",
                        () -> namespace
                                .jobs()
                                .withLabel(Labels.MANAGED_BY, Labels.THIS_LIBRARY)
                                .list())
                .stream()
                .flatMap(list -> list.getItems().stream())
                .map(SchedulerObject::of);
        Stream<SchedulerObject> plain =
                pods.stream().filter(SchedulerObject::isPlain).map(SchedulerObject::of);
        return Stream.concat(jobs, plain).toList();
    }

    private List<Pod> pods() {
        return namespace.ask(
                "list the pods of clusters",
                () -> namespace
                        .pods()
                        .withLabel(Labels.MANAGED_BY, Labels.THIS_LIBRARY)
                        .list()
                        .getItems());
    }

    /** Tells how much of each quota of the namespace is used. */
    List<String> quotas() {
        return ifAllowed("list quotas", () -> namespace.quotas().list()).stream()
                .flatMap(list -> list.getItems().stream())
                .map(this::used)
                .toList();
    }

    private String used(ResourceQuota quota) {
        Map<String, Quantity> used = quota.getStatus().getUsed();
        return "Quota \"" + quota.getMetadata().getName() + "\" of namespace \"" + namespace.name() + "\": "
                + quota.getStatus().getHard().entrySet().stream()
                        .map(hard -> hard.getKey() + " " + used.getOrDefault(hard.getKey(), new Quantity("0")) + " of "
                                + hard.getValue())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    List<ClusterEntry> list(String place) {
        List<Pod> pods = pods();
        Map<String, List<Pod>> byCluster = pods.stream().collect(Collectors.groupingBy(pod -> Labels.cluster(pod)));
        return schedulers(pods).stream()
                .map(scheduler -> entry(scheduler, byCluster.getOrDefault(scheduler.cluster(), List.of()), place))
                .toList();
    }

    private static ClusterEntry entry(SchedulerObject scheduler, List<Pod> pods, String place) {
        int workers = (int) pods.stream()
                .filter(pod -> Labels.isWorker(pod) && !PodReason.ended(pod))
                .count();
        String state = pods.stream()
                .filter(pod -> !Labels.isWorker(pod))
                .findFirst()
                .map(pod -> PodReason.running(pod) ? "running" : PodReason.of(pod))
                .orElse("its scheduler has no pod");
        return new ClusterEntry(
                scheduler.cluster(),
                place,
                Instant.parse(scheduler.object().getMetadata().getCreationTimestamp()),
                scheduler.annotation(Labels.SIZE, DesiredSize::parse),
                workers,
                pods.stream().map(Labels::user).findFirst().orElse(""),
                state);
    }
}
