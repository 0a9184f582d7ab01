package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.kubecluster.dask.SchedulerAddress;
import io.github.kubecluster.dask.ServiceThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs pods as processes of this machine: a tiny kubelet. All of it listens on 127.0.0.1 only, and all of it ends when
 * this process does. A cluster has a directory of its own, readable for the user alone, with its logs.
 */
final class LocalRuntime implements PodRuntime {
    private static final String LOOPBACK = "127.0.0.1";

    private final Place place;
    private final String python;
    private final Path clusters;
    private final Map<String, String> environment;
    private final Map<String, LocalPod> pods = new ConcurrentSkipListMap<>();
    private volatile @Nullable Path directory;
    private volatile Consumer<List<Pod>> watcher = ignored -> {};

    /**
     * Makes the runtime of one cluster.
     *
     * @param clusters the directory in which each local cluster of this user has one of its own
     */
    LocalRuntime(String reason, String python, Path clusters, Map<String, String> environment) {
        this.place = new Place(Place.Kind.LOCAL, "local processes with " + python, reason);
        this.python = python;
        this.clusters = clusters;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public Map<String, String> schedulerOptions() {
        return Map.of(
                "--host",
                LOOPBACK,
                "--port",
                "0",
                "--dashboard-address",
                LOOPBACK + ":0",
                "--scheduler-file",
                "scheduler.json");
    }

    @Override
    public Map<String, String> workerOptions() {
        return Map.of("--host", LOOPBACK, "--dashboard-address", LOOPBACK + ":0", "--local-directory", "scratch");
    }

    @Override
    public List<String> notHonoured(Pod pod) {
        return LocalLimits.notHonoured(pod);
    }

    @Override
    public SchedulerAddress launch(String cluster, Pod scheduler, Consumer<List<Pod>> watcher, Duration limit) {
        this.directory = LocalDirectories.claim(clusters, cluster);
        this.watcher = watcher;
        create(scheduler);
        return awaitAddress(scheduler.getMetadata().getName(), Instant.now().plus(limit));
    }

    /** Waits for the file in which a Dask scheduler writes where it listens (its option {@code --scheduler-file}). */
    private SchedulerAddress awaitAddress(String scheduler, Instant deadline) {
        Path file = directory().resolve("scheduler.json");
        while (Instant.now().isBefore(deadline)) {
            LocalPod pod = pods.get(scheduler);
            if (pod == null || PodReason.ended(pod.snapshot())) {
                throw new ClusterException("The scheduler ended before it listened: "
                        + (pod == null ? "it was deleted" : String.join("\n", pod.log(15)))
                        + "\nName a Python that has dask and distributed in KUBECLUSTER_PYTHON.");
            }
            try {
                if (Files.exists(file) && Files.size(file) > 0) {
                    Map<?, ?> identity = new KubernetesSerialization().unmarshal(Files.readString(file), Map.class);
                    return SchedulerAddress.parse(String.valueOf(identity.get("address")));
                }
                Thread.sleep(20);
            } catch (IOException | IllegalArgumentException e) {
                // The scheduler is still writing it.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ServiceThreads.interrupted("the scheduler to listen", e);
            }
        }
        throw new ClusterTimeoutException(
                "The scheduler did not listen in time. Look into " + directory().resolve(scheduler + ".log") + ".");
    }

    @Override
    public void create(Pod pod) {
        String name = pod.getMetadata().getName();
        LocalCommand command = LocalCommand.of(pod, environment, python);
        pods.put(
                name,
                LocalPod.start(pod, command, python, directory().resolve("local_pod.py"), directory(), this::changed));
        changed();
    }

    @Override
    public void delete(String pod) {
        LocalPod there = pods.get(pod);
        if (there != null) {
            there.delete();
            changed();
        }
    }

    @Override
    public List<String> log(String pod, int lines) {
        LocalPod there = pods.get(pod);
        return there == null ? List.of() : there.log(lines);
    }

    @Override
    public void dismantle(Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        List<LocalPod> ending = List.copyOf(pods.values());
        ending.forEach(LocalPod::delete);
        List<String> left = new ArrayList<>();
        for (LocalPod pod : ending) {
            try {
                if (!pod.awaitEnd(Duration.between(Instant.now(), deadline))) {
                    left.add(pod.snapshot().getMetadata().getName());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ServiceThreads.interrupted("local processes to end", e);
            }
        }
        changed();
        Path own = directory;
        if (own != null) {
            LocalDirectories.remove(own);
        }
        if (!left.isEmpty()) {
            throw new ClusterException("These local processes did not end within " + limit.toSeconds() + " s: "
                    + String.join(", ", left) + ". End them by hand.");
        }
    }

    private void changed() {
        pods.values().removeIf(LocalPod::gone);
        watcher.accept(pods.values().stream().map(LocalPod::snapshot).toList());
    }

    private Path directory() {
        Path own = directory;
        if (own == null) {
            throw new IllegalStateException("This cluster has not been launched.");
        }
        return own;
    }
}
