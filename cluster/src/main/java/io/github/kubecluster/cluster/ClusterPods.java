package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.ServiceThreads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What can be learnt of a cluster's pods: their logs, their state, and what was reported of them. Nothing here changes
 * anything. Thread-safe; calls that ask the pods' place wait for its answer and can be interrupted.
 */
public final class ClusterPods {
    private static final int AT_A_TIME = 8;

    private final Supplier<PodRuntime> runtime;
    private final Supplier<List<Pod>> snapshot;
    private final DeadWorkers dead;
    private final Supplier<List<ClusterEvent>> decisions;

    /**
     * @param runtime the place of the pods; throws when there is none yet or no more
     * @param snapshot the pods that are there
     * @param decisions what the cluster itself has decided
     */
    ClusterPods(
            Supplier<PodRuntime> runtime,
            Supplier<List<Pod>> snapshot,
            DeadWorkers dead,
            Supplier<List<ClusterEvent>> decisions) {
        this.runtime = runtime;
        this.snapshot = snapshot;
        this.dead = dead;
        this.decisions = decisions;
    }

    /** Returns the names of the pods that are there, the scheduler's first. */
    public List<String> names() {
        return snapshot.get().stream()
                .sorted(Comparator.comparing(Labels::isWorker))
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    /**
     * Returns how much is used of each quota that holds where the pods are, a sentence each; none that this account may not list.
     */
    public List<String> quotas() {
        return ServiceThreads.call("the quotas", () -> runtime.get().quotas());
    }

    /** Returns the last workers that ended by themselves, oldest first, with their last words; also of a closed cluster. */
    public List<DeadWorker> dead() {
        return dead.list();
    }

    /**
     * Returns part of the log of one pod; of one that has ended by itself, what was kept of it.
     *
     * @throws IllegalArgumentException if there is no such pod, or its place cannot answer such a query
     * @throws ClusterException if the log cannot be read
     */
    public List<String> log(String pod, LogQuery query) {
        if (names().contains(pod)) {
            return ServiceThreads.call(
                    "the log of pod \"" + pod + "\"", () -> runtime.get().log(pod, query));
        }
        return dead.list().stream()
                .filter(worker -> worker.name().equals(pod))
                .findFirst()
                .map(worker -> last(query.lines(), worker.lastWords()))
                .orElseThrow(() -> unknown(pod));
    }

    /**
     * Returns part of the logs of all pods that are there, by name. Where one cannot be read, the reason stands in its place.
     *
     * @throws IllegalArgumentException if the pods' place cannot answer such a query
     */
    public Map<String, List<String>> logs(LogQuery query) {
        ExecutorService readers = Executors.newFixedThreadPool(AT_A_TIME, ServiceThreads.factory("read-logs"));
        try {
            Map<String, CompletableFuture<List<String>>> asked = new LinkedHashMap<>();
            PodRuntime place = runtime.get();
            names().forEach(name ->
                    asked.put(name, CompletableFuture.supplyAsync(() -> readable(place, name, query), readers)));
            Map<String, List<String>> logs = new LinkedHashMap<>();
            asked.forEach((name, log) -> logs.put(name, ServiceThreads.await("the log of pod \"" + name + "\"", log)));
            return logs;
        } finally {
            readers.shutdownNow();
        }
    }

    /**
     * Brings the logs of {@code pods} as they are written, from the part that is asked for on, until all these pods have
     * ended or this thread is interrupted.
     *
     * @param line takes the pod's name and a line; called on threads of this cluster, of several pods at once
     * @throws IllegalArgumentException if there is no such pod
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public void follow(Collection<String> pods, LogQuery query, BiConsumer<String, String> line) {
        List<String> there = names();
        pods.stream().filter(pod -> !there.contains(pod)).findFirst().ifPresent(pod -> {
            throw unknown(pod);
        });
        PodRuntime place = runtime.get();
        List<LogFollower> followers = new ArrayList<>();
        try {
            for (String pod : pods) {
                followers.add(place.follow(pod, query, text -> line.accept(pod, text)));
            }
            followers.forEach(follower -> ServiceThreads.await("the end of the followed pods", follower.ended()));
        } finally {
            followers.forEach(LogFollower::close);
        }
    }

    /**
     * Describes a pod for people: state and reason, node, containers with their image and resources, and its events.
     *
     * @throws IllegalArgumentException if there is no such pod
     */
    public String describe(String pod) {
        return snapshot.get().stream()
                .filter(each -> pod.equals(each.getMetadata().getName()))
                .findFirst()
                .map(each -> PodDescription.of(
                        each,
                        events().stream()
                                .filter(event -> event.object().equals(pod))
                                .toList()))
                .orElseThrow(() -> unknown(pod));
    }

    /** Returns what has happened to the cluster and its pods, oldest first; also of a closed cluster, for what is known. */
    public List<ClusterEvent> events() {
        List<ClusterEvent> events = new ArrayList<>(decisions.get());
        dead.list().forEach(worker -> events.add(new ClusterEvent(worker.at(), worker.name(), worker.reason())));
        events.sort(Comparator.comparing(ClusterEvent::at));
        return List.copyOf(events);
    }

    private static List<String> readable(PodRuntime place, String pod, LogQuery query) {
        try {
            return place.log(pod, query);
        } catch (ClusterException e) {
            return List.of("(" + e.getMessage() + ")");
        }
    }

    private static List<String> last(int lines, List<String> log) {
        return log.subList(Math.max(0, log.size() - lines), log.size());
    }

    private IllegalArgumentException unknown(String pod) {
        return new IllegalArgumentException("There is no pod \"" + pod + "\"."
                + Spelling.nearest(pod, names())
                        .map(near -> " Did you mean \"" + near + "\"?")
                        .orElse(names().isEmpty() ? "" : " Name one of: " + String.join(", ", names()) + "."));
    }
}
