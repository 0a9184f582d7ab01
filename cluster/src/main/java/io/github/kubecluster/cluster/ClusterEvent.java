package io.github.kubecluster.cluster;

import java.time.Instant;

/**
 * Something that happened to a cluster: a decision on its size, the end of a worker, or what Kubernetes reports of one of its
 * objects.
 *
 * @param at when it happened, by the clock of who reports it
 * @param object the name of the cluster, or of its pod or job
 * @param text what happened
 */
public record ClusterEvent(Instant at, String object, String text) {}
