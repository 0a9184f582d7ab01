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
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs pods as processes of this machine: a tiny kubelet. All of it listens on 127.0.0.1 only, and all of it ends when
 * this process does. A cluster has a directory of its own, readable for the user alone, with its logs.
 */
final class LocalRuntime implements PodRuntime {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String SCHEDULER_FILE = "scheduler.json";

    private final Place place;
    private final String python;
    private final Path clusters;
    private final Map<String, String> environment;
    private final Map<String, LocalPod> pods = new ConcurrentSkipListMap<>();
    private volatile @Nullable Path directory;
    private volatile @Nullable LocalControl control;
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
                SCHEDULER_FILE);
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
    public SchedulerAddress launch(Plan plan, Consumer<List<Pod>> watcher, Duration limit) {
        this.directory = LocalDirectories.claim(clusters, plan.cluster());
        this.watcher = watcher;
        LocalControl.writeSize(directory(), plan.size());
        create(plan.scheduler());
        return awaitAddress(
                plan.scheduler().getMetadata().getName(), Instant.now().plus(limit));
    }

    @Override
    public Found attach(String cluster, Consumer<List<Pod>> watcher) {
        Path there = LocalDirectories.find(clusters, cluster)
                .orElseThrow(
                        () -> new NotThereException("There is no local cluster \"" + cluster + "\". Local clusters: "
                                + list().stream().map(ClusterEntry::name).toList() + "."));
        try {
            return new Found(address(there), null, null, LocalDirectories.size(there));
        } catch (IOException | IllegalArgumentException e) {
            throw new ClusterException(
                    "The scheduler of local cluster \"" + cluster + "\" does not listen yet. Try again.", e);
        }
    }

    @Override
    public List<ClusterEntry> list() {
        return LocalDirectories.list(clusters).stream()
                .map(there -> new ClusterEntry(
                        there.getFileName().toString(),
                        "local processes",
                        LocalDirectories.started(there),
                        Optional.of(LocalDirectories.size(there)),
                        LocalDirectories.size(there).initialWorkers(),
                        ClusterName.user(environment),
                        Files.exists(there.resolve(SCHEDULER_FILE)) ? "running" : "starting"))
                .toList();
    }

    @Override
    public void writeSize(String cluster, Scaling size) {
        Path own = directory;
        if (own != null && own.equals(clusters.resolve(cluster))) {
            LocalControl.writeSize(own, size);
            return;
        }
        LocalControl.ask(
                LocalDirectories.find(clusters, cluster)
                        .orElseThrow(() -> new NotThereException("There is no local cluster \"" + cluster + "\".")),
                size);
    }

    @Override
    public void watchSize(Consumer<Scaling> reader) {
        Path own = directory;
        if (own != null) {
            control = new LocalControl(own, reader);
        }
    }

    /** Waits for the file in which a Dask scheduler writes where it listens (its option {@code --scheduler-file}). */
    private SchedulerAddress awaitAddress(String scheduler, Instant deadline) {
        Path file = directory().resolve(SCHEDULER_FILE);
        while (Instant.now().isBefore(deadline)) {
            LocalPod pod = pods.get(scheduler);
            if (pod == null || PodReason.ended(pod.snapshot())) {
                throw new ClusterException("The scheduler ended before it listened: "
                        + (pod == null ? "it was deleted" : String.join("\n", pod.log(15)))
                        + "\nName a Python that has dask and distributed in KUBECLUSTER_PYTHON.");
            }
            try {
                if (Files.exists(file) && Files.size(file) > 0) {
                    return address(directory());
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

    /** A local scheduler is there, or its launch has failed. */
    @Override
    public Optional<String> schedulerRefused() {
        return Optional.empty();
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
    public List<String> log(String pod, LogQuery query) {
        requireNoTime(query);
        return there(pod).log(query.lines());
    }

    @Override
    public LogFollower follow(String pod, LogQuery query, Consumer<String> line) {
        requireNoTime(query);
        return there(pod).follow(query.lines(), line);
    }

    /** A machine reports nothing of its processes but their ends. */
    @Override
    public List<ClusterEvent> events() {
        return List.of();
    }

    private static void requireNoTime(LogQuery query) {
        query.since().ifPresent(since -> {
            throw new IllegalArgumentException(
                    "Local processes note no times beside what they print, so nothing can be " + "shown since "
                            + since.toSeconds() + " s ago. Ask for a number of lines.");
        });
    }

    private LocalPod there(String pod) {
        LocalPod there = pods.get(pod);
        if (there == null) {
            throw new ClusterException("Pod \"" + pod + "\" has been deleted, and its log with it.");
        }
        return there;
    }

    @Override
    public void dismantle(Duration limit, Consumer<String> narrator) {
        release();
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

    /** What runs ends with this process, whoever lets go of it. */
    @Override
    public void release() {
        LocalControl open = control;
        if (open != null) {
            open.close();
        }
    }

    private static SchedulerAddress address(Path cluster) throws IOException {
        String identity = Files.readString(cluster.resolve(SCHEDULER_FILE));
        return SchedulerAddress.parse(String.valueOf(
                new KubernetesSerialization().unmarshal(identity, Map.class).get("address")));
    }

    /** One at a time, so that no watcher is given an older list after a newer one. */
    private synchronized void changed() {
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
