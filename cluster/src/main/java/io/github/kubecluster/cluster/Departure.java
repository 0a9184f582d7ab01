package io.github.kubecluster.cluster;

/**
 * A worker that would go if the cluster were scaled down now.
 *
 * @param worker its name
 * @param reason why it is among the first to go
 * @param memoryBytes what its process uses of memory; zero while it is not registered
 */
public record Departure(String worker, String reason, long memoryBytes) {}
