package io.github.kubecluster.cluster;

import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A cluster as it was at one moment; never changes.
 *
 * @param name the cluster's name, on which the names of all its objects are built
 * @param place where it runs, and why there
 * @param phase how far the cluster has come
 * @param scheduler the scheduler, in one sentence
 * @param schedulerAddress where clients and workers connect, such as {@code tcp://10.96.3.1:8786}; empty before it is known
 * @param dashboardLink what to click for the dashboard; empty before the scheduler has answered
 * @param started when the scheduler was started, by its own clock; empty before it has answered
 * @param scaling what was asked for last
 * @param wanted how many workers the cluster is to have now; under adaptive scaling what the load asked for last
 * @param workers every worker that is there or on its way, in the order of creation
 * @param notices what the user should know, such as parts of the template that this place cannot honour
 * @param problem what keeps the cluster from its size, and what to do; empty while nothing does
 */
public record ClusterStatus(
        String name,
        Place place,
        ClusterPhase phase,
        String scheduler,
        Optional<String> schedulerAddress,
        Optional<String> dashboardLink,
        Optional<Instant> started,
        Scaling scaling,
        int wanted,
        List<WorkerStatus> workers,
        List<String> notices,
        Optional<String> problem) {
    /** Of more workers with the same reason, a sentence names the first ones alone. */
    private static final int NAMED = 5;

    /** A cluster's way from its start to its end. */
    public enum ClusterPhase {
        STARTING,
        RUNNING,
        CLOSING,
        CLOSED,
        FAILED
    }

    public ClusterStatus {
        workers = List.copyOf(workers);
        notices = List.copyOf(notices);
    }

    /** Returns how many workers are registered with the scheduler. */
    public int ready() {
        return (int)
                workers.stream().filter(worker -> worker.phase() == Phase.READY).count();
    }

    /**
     * Returns who is on the way out: the workers that leave, those with the same reason together, of whom five are named; empty
     * when none does.
     */
    public String leaving() {
        return byReason(worker -> !worker.counts());
    }

    /**
     * Returns what is missing: the workers on their way, those with the same reason together, of whom five are named; empty when
     * none is.
     */
    public String waitingFor() {
        return byReason(worker -> worker.counts() && worker.phase() != Phase.READY);
    }

    private String byReason(Predicate<WorkerStatus> meant) {
        Map<String, List<String>> namesByReason = workers.stream()
                .filter(meant)
                .collect(Collectors.groupingBy(
                        WorkerStatus::reason,
                        LinkedHashMap::new,
                        Collectors.mapping(WorkerStatus::name, Collectors.toList())));
        return namesByReason.entrySet().stream()
                .map(entry -> named(entry.getValue()) + " (" + entry.getKey() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String named(List<String> names) {
        return names.size() <= NAMED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }
}
