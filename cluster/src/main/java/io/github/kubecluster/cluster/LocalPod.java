package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.github.kubecluster.dask.ServiceThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A pod as a process group of this machine, with the status that a kubelet would report. Thread-safe. */
final class LocalPod {
    private static final int UNKNOWN = -1;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Pod pod;
    private final Process process;
    private final Path log;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private volatile boolean deleted;

    private LocalPod(Pod pod, Process process, Path log) {
        this.pod = pod;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the pod's process.
     *
     * @param launcher the program that ties the process to this one
     * @param directory where the process works and its log is
     * @param changed called when nothing of the process group is left
     */
    static LocalPod start(
            Pod pod, LocalCommand command, String python, Path launcher, Path directory, Runnable changed) {
        String name = pod.getMetadata().getName();
        Path log = directory.resolve(name + ".log");
        List<String> words = new ArrayList<>(List.of(python, launcher.toString()));
        words.addAll(command.words());
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        try {
            LocalPod started = new LocalPod(pod, builder.start(), log);
            ServiceThreads.start("local-pod-" + name, () -> {
                started.followToTheEnd();
                changed.run();
            });
            return started;
        } catch (IOException e) {
            throw new ClusterException(
                    "Cannot start pod \"" + name + "\" as a process of this machine: " + e.getMessage()
                            + ". Name a Python that has dask and distributed in KUBECLUSTER_PYTHON.",
                    e);
        }
    }

    /** Standard error is a pipe that the last process of the group closes; see local_pod.py. */
    private void followToTheEnd() {
        try {
            byte[] complaint = process.getErrorStream().readAllBytes();
            Files.write(log, complaint, StandardOpenOption.APPEND);
            exitCode.complete(process.waitFor());
        } catch (IOException | InterruptedException e) {
            exitCode.complete(UNKNOWN);
        }
    }

    /** Returns the pod with its status as it is now. */
    Pod snapshot() {
        Integer exit = exitCode.getNow(null);
        ContainerState state = exit == null
                ? new ContainerStateBuilder().withNewRunning().endRunning().build()
                : new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exit)
                        .endTerminated()
                        .build();
        return new PodBuilder(pod)
                .editMetadata()
                .withDeletionTimestamp(deleted ? Instant.now().toString() : null)
                .endMetadata()
                .withNewStatus()
                .withPhase(exit == null ? "Running" : exit == 0 ? "Succeeded" : "Failed")
                .addNewContainerStatus()
                .withName(pod.getSpec().getContainers().get(0).getName())
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build();
    }

    /** Asks the process group to end; it is killed when it does not within its grace period. Returns at once. */
    void delete() {
        deleted = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is broken: the process group has ended.
        }
    }

    /** Tells whether this pod was deleted and nothing of its process group is left: it is no more. */
    boolean gone() {
        return deleted && exitCode.isDone();
    }

    /** Waits until nothing of the process group is left. Returns whether that is so. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        try {
            exitCode.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> log(int lines) {
        Deque<String> tail = new ArrayDeque<>();
        try (var all = Files.lines(log)) {
            all.forEach(line -> {
                tail.addLast(line);
                if (tail.size() > lines) {
                    tail.removeFirst();
                }
            });
        } catch (IOException | UncheckedIOException e) {
            throw new ClusterException("The log \"" + log + "\" cannot be read: " + e.getMessage(), e);
        }
        return List.copyOf(tail);
    }

    /** Brings the lines that are written from now on, after the last {@code lines} of those that are there. */
    LogFollower follow(int lines, Consumer<String> line) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ServiceThreads.start("follow-" + pod.getMetadata().getName(), () -> {
            try (LocalLog reader = new LocalLog(log, lines)) {
                for (boolean last = false; !last && !ended.isDone(); ) {
                    last = awaitEnd(LOOK_AGAIN);
                    reader.read(line);
                }
                ended.complete(null);
            } catch (IOException | RuntimeException e) {
                ended.completeExceptionally(
                        new ClusterException("The log \"" + log + "\" cannot be read: " + e.getMessage(), e));
            } catch (InterruptedException e) {
                ended.cancel(false);
            }
        });
        return new LogFollower(ended, () -> ended.cancel(false));
    }
}
