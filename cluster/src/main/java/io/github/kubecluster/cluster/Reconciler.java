package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.ServiceThreads;
import io.github.kubecluster.dask.WorkerInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one loop that makes and deletes a cluster's workers: it compares how many are wanted with what the pod watch and the
 * scheduler report, and takes the next step. All its state belongs to its own thread; others leave messages in its inbox.
 */
final class Reconciler {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration TARGET_DURATION = Duration.ofSeconds(5);
    private static final int LOG_LINES = 10;

    /** What the loop does to the world. */
    private final PodRuntime runtime;

    private final Function<String, Pod> workerPod;
    private final DaskPods pods;
    private final Consumer<View> publish;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final WorkerBackoff backoff;
    private final AdaptiveScaling adaptive = new AdaptiveScaling();

    private Scaling scaling;
    private int request;
    private int wanted;
    private Map<String, WorkerInfo> registered = Map.of();
    private @Nullable Scheduler scheduler;
    private Optional<String> trouble = Optional.empty();
    private boolean stopped;

    /**
     * What the loop knows after a step.
     *
     * @param request the number of the request to scale that it has last taken
     * @param stuck whether no further worker will come until there is another request
     */
    record View(
            Scaling scaling,
            int request,
            int wanted,
            List<WorkerStatus> workers,
            Optional<String> problem,
            boolean stuck) {}

    private static final class Worker {
        private final String name;
        private @Nullable Pod pod;
        private boolean leaving;
        private boolean hadRegistered;

        private Worker(String name) {
            this.name = name;
        }
    }

    /**
     * Makes the loop of one cluster; {@link #start} runs it.
     *
     * @param workerPod makes the pod of the worker of a name
     * @param publish takes what is known after each step, on the loop's thread
     */
    Reconciler(
            PodRuntime runtime,
            DaskPods pods,
            Function<String, Pod> workerPod,
            Scaling scaling,
            Clock clock,
            Consumer<View> publish) {
        this.runtime = runtime;
        this.pods = pods;
        this.workerPod = workerPod;
        this.scaling = scaling;
        this.wanted = scaling.initialWorkers();
        this.backoff = new WorkerBackoff(clock);
        this.publish = publish;
    }

    Thread start(String cluster) {
        return ServiceThreads.start("reconcile-" + cluster, this::loop);
    }

    /** The pods of the workers are now {@code snapshot}. */
    void podsChanged(List<Pod> snapshot) {
        inbox.add(() -> take(snapshot));
    }

    /** The scheduler answers. */
    void schedulerAnswers(Scheduler answering) {
        inbox.add(() -> scheduler = answering);
    }

    /**
     * Asks for another size.
     *
     * @param number tells this request from earlier ones, in {@link View#request}
     */
    void scale(Scaling asked, int number) {
        inbox.add(() -> {
            scaling = asked;
            request = number;
            wanted = asked instanceof Scaling.Adaptive bounds
                    ? bounds.clamp(counting().size())
                    : asked.initialWorkers();
            backoff.reset();
        });
    }

    /** Ends the loop after the step that it is in; nothing is made or deleted afterwards. */
    void stop() {
        inbox.add(() -> stopped = true);
    }

    private void loop() {
        long nextTick = System.nanoTime();
        while (!stopped) {
            try {
                if (System.nanoTime() >= nextTick) {
                    nextTick = System.nanoTime() + TICK.toNanos();
                    askScheduler();
                    adapt();
                }
                bury();
                grow();
                shrink();
            } catch (ClusterException | DaskException e) {
                trouble = Optional.of(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                trouble = Optional.of("A step of the cluster's upkeep failed: " + e + ". It is tried again.");
                System.getLogger(Reconciler.class.getName())
                        .log(System.Logger.Level.ERROR, "A step of the cluster's upkeep failed", e);
            }
            publish.accept(view());
            awaitMessages(nextTick - System.nanoTime());
        }
    }

    private void awaitMessages(long nanos) {
        try {
            Runnable message = inbox.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            while (message != null) {
                message.run();
                message = inbox.poll();
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void take(List<Pod> snapshot) {
        Set<String> there = new LinkedHashSet<>();
        for (Pod pod : snapshot) {
            String name = pod.getMetadata().getName();
            there.add(name);
            Worker worker = workers.get(name);
            if (worker != null) {
                worker.pod = pod;
                worker.leaving |= pod.getMetadata().getDeletionTimestamp() != null;
            }
        }
        workers.values().removeIf(worker -> worker.pod != null && !there.contains(worker.name));
    }

    private void askScheduler() {
        Scheduler answering = scheduler;
        if (answering == null) {
            return;
        }
        Map<String, WorkerInfo> now = new LinkedHashMap<>();
        answering.identity().workers().forEach(info -> now.put(info.name(), info));
        registered = now;
        trouble = Optional.empty();
        boolean arrived = false;
        for (Worker worker : workers.values()) {
            arrived |= now.containsKey(worker.name) && !worker.hadRegistered;
            worker.hadRegistered |= now.containsKey(worker.name);
        }
        if (arrived) {
            backoff.reset();
        }
    }

    private void adapt() {
        Scheduler answering = scheduler;
        if (!(scaling instanceof Scaling.Adaptive bounds) || answering == null) {
            return;
        }
        int target = bounds.clamp(answering.adaptiveTarget(TARGET_DURATION));
        Set<String> planned = new LinkedHashSet<>(
                counting().stream().map(worker -> worker.name).toList());
        if (target >= planned.size()) {
            wanted = target;
        }
        List<String> notArrived =
                planned.stream().filter(name -> !registered.containsKey(name)).toList();
        List<String> closing = adaptive.toClose(target, planned, notArrived, answering::workersToClose);
        if (!closing.isEmpty()) {
            wanted = planned.size() - closing.size();
            release(closing);
        }
    }

    /** Takes note of pods that ended by themselves and removes them, reason and last words kept. */
    private void bury() {
        for (Worker worker : List.copyOf(workers.values())) {
            Pod pod = worker.pod;
            if (pod == null || worker.leaving || !PodReason.ended(pod)) {
                continue;
            }
            List<String> log = runtime.log(worker.name, LOG_LINES);
            String words = log.isEmpty() ? "" : "\nIts last words:\n    " + String.join("\n    ", log);
            backoff.ended("Worker \"" + worker.name + "\": " + PodReason.of(pod) + "." + words);
            worker.leaving = true;
            runtime.delete(worker.name);
        }
    }

    private void grow() {
        for (int missing = wanted - counting().size(); missing > 0 && backoff.mayCreate(); missing--) {
            String name = pods.newWorkerName();
            try {
                runtime.create(workerPod.apply(name));
                workers.put(name, new Worker(name));
            } catch (ClusterException e) {
                backoff.refused(e);
            }
        }
    }

    private void shrink() {
        List<Worker> counting = counting();
        int excess = counting.size() - wanted;
        if (excess <= 0 || scaling instanceof Scaling.Adaptive) {
            return;
        }
        List<ScaleDown.Candidate> candidates = counting.stream()
                .map(worker -> new ScaleDown.Candidate(worker.name, registered.get(worker.name)))
                .toList();
        release(ScaleDown.choose(candidates, excess).stream()
                .map(ScaleDown.Candidate::name)
                .toList());
    }

    /** Deletes workers: at once where the scheduler does not know them, else after it has moved their data. */
    private void release(List<String> names) {
        List<String> retiring = new ArrayList<>();
        for (String name : names) {
            Worker worker = workers.get(name);
            if (worker == null) {
                continue;
            }
            worker.leaving = true;
            if (registered.containsKey(name)) {
                retiring.add(name);
            } else {
                runtime.delete(name);
            }
        }
        Scheduler answering = scheduler;
        if (!retiring.isEmpty() && answering != null) {
            boolean last = registered.keySet().stream().allMatch(retiring::contains);
            ServiceThreads.start("retire", () -> retire(answering, retiring, last));
        }
    }

    /**
     * Retires workers on a thread of its own, for moving data takes as long as it takes. One that the scheduler cannot
     * retire stays, unless no worker is to stay at all: then nobody is left to take its data, as the user has asked.
     */
    private void retire(Scheduler answering, List<String> names, boolean last) {
        Set<String> retired;
        Optional<String> failure = Optional.empty();
        try {
            retired = answering.retire(names);
        } catch (DaskException e) {
            retired = Set.of();
            failure = Optional.of("Cannot retire " + String.join(", ", names) + ": " + e.getMessage());
        }
        Set<String> gone = last ? Set.copyOf(names) : retired;
        Optional<String> problem = failure;
        inbox.add(() -> {
            for (String name : names) {
                Worker worker = workers.get(name);
                if (gone.contains(name)) {
                    runtime.delete(name);
                } else if (worker != null) {
                    worker.leaving = false;
                }
            }
            problem.ifPresent(text -> trouble = Optional.of(text));
        });
    }

    private List<Worker> counting() {
        return workers.values().stream().filter(worker -> !worker.leaving).toList();
    }

    private View view() {
        List<WorkerStatus> statuses =
                workers.values().stream().map(this::status).toList();
        Optional<String> problem = backoff.problem().or(() -> trouble);
        return new View(scaling, request, wanted, statuses, problem, backoff.finished());
    }

    private WorkerStatus status(Worker worker) {
        WorkerInfo info = registered.get(worker.name);
        Pod pod = worker.pod;
        if (worker.leaving) {
            return pod != null && PodReason.ended(pod)
                    ? WorkerStatus.unregistered(worker.name, Phase.FAILED, PodReason.of(pod))
                    : WorkerStatus.unregistered(worker.name, Phase.RETIRING, "hands its data over and ends");
        }
        if (info != null) {
            int waiting = info.executing() + info.ready();
            return new WorkerStatus(
                    worker.name,
                    Phase.READY,
                    waiting == 0 ? "idle" : "has " + waiting + (waiting == 1 ? " task" : " tasks"),
                    info.threads(),
                    info.memoryUsed(),
                    info.memoryLimit());
        }
        if (pod == null) {
            return WorkerStatus.unregistered(worker.name, Phase.PENDING, "its pod is asked for");
        }
        return WorkerStatus.unregistered(
                worker.name, PodReason.running(pod) ? Phase.STARTING : Phase.PENDING, PodReason.of(pod));
    }
}
