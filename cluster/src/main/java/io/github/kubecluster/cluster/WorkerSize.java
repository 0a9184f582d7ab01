package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one worker has, as its template says: in the options {@code --nthreads} and {@code --memory-limit}, else in the
 * container's limits.
 *
 * @param threads how many tasks a worker runs at a time; zero if the template does not say
 * @param memoryBytes its memory; zero if the template does not say
 */
public record WorkerSize(int threads, long memoryBytes) {
    static WorkerSize of(Pod template) {
        Container first = template.getSpec().getContainers().get(0);
        DaskCommand command = new DaskCommand(DaskCommand.words(first));
        Map<String, Quantity> limits =
                first.getResources() == null ? null : first.getResources().getLimits();
        int threads = command.option("--nthreads")
                .filter(value -> value.matches("[1-9][0-9]{0,5}"))
                .map(Integer::valueOf)
                .or(() -> limit(limits, "cpu").map(cpu -> Math.max(1, cpu.intValue())))
                .orElse(0);
        long memory = command.option("--memory-limit")
                .flatMap(MemorySize::fixed)
                .map(BigDecimal::longValue)
                .or(() -> limit(limits, "memory").map(BigDecimal::longValue))
                .orElse(0L);
        return new WorkerSize(threads, memory);
    }

    /**
     * Returns how many workers have {@code cores} threads together, or a little more.
     *
     * @throws IllegalArgumentException if {@code cores} is negative, or the template does not say how many a worker has
     */
    public int workersForCores(int cores) {
        if (cores < 0) {
            throw new IllegalArgumentException("Cannot scale to " + cores + " cores. Give a number from 0 upwards.");
        }
        if (threads == 0) {
            throw new IllegalArgumentException("Cannot scale by cores: the pod template does not say how many threads a"
                    + " worker has. Add --nthreads to its args, or a limit of cpu.");
        }
        return (cores + threads - 1) / threads;
    }

    /**
     * Returns how many workers have {@code memory} together, or a little more.
     *
     * @param memory a number and a unit of Dask or Kubernetes, such as {@code 64GB} or {@code 64Gi}
     * @throws IllegalArgumentException if that is no such text, or the template does not say how much a worker has
     */
    public int workersForMemory(String memory) {
        long wanted = MemorySize.bytes(memory).longValue();
        if (memoryBytes == 0) {
            throw new IllegalArgumentException("Cannot scale by memory: the pod template does not say how much a worker"
                    + " has. Add --memory-limit to its args, or a limit of memory.");
        }
        return Math.toIntExact((wanted + memoryBytes - 1) / memoryBytes);
    }

    private static Optional<BigDecimal> limit(@Nullable Map<String, Quantity> limits, String resource) {
        return Optional.ofNullable(limits).map(there -> there.get(resource)).map(Quantity::getNumericalAmount);
    }
}
