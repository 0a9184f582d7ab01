package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one loop that makes and deletes a cluster's workers: it compares how many are wanted with what the pod watch and the
 * scheduler report, and takes the next step. All its state belongs to its own thread; others leave messages in its inbox.
 * Calls of Kubernetes are made by {@link PodCalls}, so that a slow one holds up nothing else.
 */
final class Reconciler {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final String cluster;
    private final Consumer<View> publish;
    private final ScalingLog log;
    private final Inbox inbox = new Inbox();
    private final WorkerRoster roster;
    private final WorkerBackoff backoff;
    private final AdaptiveScaling adaptive;
    private final PodCalls calls;
    private final WorkerCreation creation;
    private final WorkerRemoval removal;
    private final OwnershipClaim claim;

    private Scaling scaling;
    private int request;
    private int wanted;
    private @Nullable Scheduler scheduler;
    private Optional<String> trouble = Optional.empty();
    private boolean stopped;
    private @Nullable Thread thread;

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
            boolean stuck,
            Ownership ownership) {
        /** What there is to see where no loop runs. */
        static View empty(Scaling asked, int request) {
            return new View(asked, request, 0, List.of(), Optional.empty(), false, Ownership.assumed(false));
        }
    }

    /**
     * Makes the loop of one cluster; {@link #start} runs it.
     *
     * @param template makes the workers; null for a cluster that others have deployed
     * @param claim whether this process keeps the workers
     * @param log takes every decision on the size
     * @param dead takes the workers that end by themselves
     * @param publish takes what is known after each step, on the loop's thread
     */
    Reconciler(
            PodRuntime runtime,
            String cluster,
            @Nullable WorkerTemplate template,
            String schedulerAddress,
            OwnershipClaim claim,
            Scaling scaling,
            ScalingLog log,
            DeadWorkers dead,
            Clock clock,
            Consumer<View> publish) {
        this.cluster = cluster;
        this.claim = claim;
        this.scaling = scaling;
        this.wanted = scaling.initialWorkers();
        this.log = log;
        this.publish = publish;
        this.roster = new WorkerRoster(clock);
        this.backoff = new WorkerBackoff(clock);
        this.adaptive = new AdaptiveScaling(clock);
        this.calls = new PodCalls(cluster, inbox::add);
        this.creation = new WorkerCreation(runtime, template, schedulerAddress, roster, calls, backoff);
        this.removal = new WorkerRemoval(
                runtime, roster, calls, backoff, dead, clock, reason -> log.add(wanted, wanted, reason), this::retired);
    }

    void start() {
        thread = ServiceThreads.start("reconcile-" + cluster, this::loop);
    }

    /** Ends the loop after the step that it is in, and waits for that; nothing is made or deleted then. */
    void stop() {
        inbox.add(() -> stopped = true);
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The pods of the cluster are now {@code snapshot}. */
    void podsChanged(List<Pod> snapshot) {
        inbox.add(() -> roster.showPods(snapshot));
    }

    /** The scheduler answers. */
    void schedulerAnswers(Scheduler answering) {
        inbox.add(() -> {
            scheduler = answering;
            removal.retireBy(new Retirement(answering, inbox::add));
        });
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
                    ? bounds.clamp(roster.counting().size())
                    : asked.initialWorkers();
            backoff.reset();
        });
    }

    /** Gives workers that leave from now on as much time for the tasks that they run. */
    void drainFor(Duration limit) {
        inbox.add(() -> removal.drainFor(limit));
    }

    /** Makes no more workers than {@code limit} allows. To be called before {@link #start}, whose first step makes workers. */
    void limitBy(UserLimit limit) {
        creation.limitBy(limit);
    }

    /** Removes one worker, and makes none in its place. */
    void remove(String name) {
        inbox.add(() -> {
            Worker worker = roster.find(name);
            if (worker != null && worker.counts()) {
                wanted = Math.max(0, roster.counting().size() - 1);
                if (scaling instanceof Scaling.Fixed) {
                    scaling = new Scaling.Fixed(wanted);
                }
                log.add(wanted + 1, wanted, "worker \"" + name + "\" was removed by hand");
                removal.release(List.of(worker));
            }
        });
    }

    /** Completes with the workers that would go if {@code size} were asked for now, the first to go first. */
    CompletableFuture<List<Departure>> scaleDownPlan(int size) {
        CompletableFuture<List<Departure>> plan = new CompletableFuture<>();
        inbox.add(() -> {
            List<Worker> counting = roster.counting();
            plan.complete(ScaleDown.choose(counting, Math.max(0, counting.size() - size)).stream()
                    .map(ScaleDown::departure)
                    .toList());
        });
        return plan;
    }

    private void loop() {
        long nextTick = System.nanoTime();
        while (!stopped) {
            try {
                if (System.nanoTime() >= nextTick) {
                    nextTick = System.nanoTime() + interval().toNanos();
                    askScheduler();
                    adapt();
                }
                if (claim.mine()) {
                    removal.bury();
                    creation.grow(wanted - roster.counting().size());
                    shrink();
                    removal.retireDrained();
                    removal.delete();
                }
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
        calls.close();
        claim.leave(scheduler);
    }

    private Duration interval() {
        return scaling instanceof Scaling.Adaptive bounds ? bounds.pace().interval() : TICK;
    }

    private void awaitMessages(long nanos) {
        try {
            inbox.run(nanos);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void askScheduler() {
        Scheduler answering = scheduler;
        if (answering == null) {
            return;
        }
        claim.renew(answering, wanted, log);
        boolean arrived = roster.showRegistered(answering.identity().workers(), !claim.mine());
        if (claim.mine()) {
            removal.keep(roster.counting());
        }
        trouble = Optional.empty();
        if (arrived) {
            backoff.reset();
        }
    }

    private void adapt() {
        Scheduler answering = scheduler;
        if (!(scaling instanceof Scaling.Adaptive bounds) || answering == null || !claim.mine()) {
            return;
        }
        List<Worker> planned = roster.counting();
        int asked = answering.adaptiveTarget(bounds.pace().targetDuration());
        AdaptiveScaling.Step step = adaptive.next(bounds, asked, planned, answering::workersToClose);
        wanted = planned.size() + step.more() - step.closing().size();
        if (wanted != planned.size()) {
            log.add(planned.size(), wanted, step.reason());
        }
        removal.release(step.closing());
    }

    private void shrink() {
        List<Worker> counting = roster.counting();
        int excess = counting.size() - wanted;
        if (excess > 0 && scaling instanceof Scaling.Fixed) {
            removal.release(ScaleDown.choose(counting, excess));
        }
    }

    private void retired(Retirement.Outcome outcome) {
        removal.retired(outcome, wanted == 0);
        outcome.problem().ifPresent(text -> trouble = Optional.of(text));
    }

    private View view() {
        Optional<String> problem = backoff.problem().or(creation::problem).or(() -> trouble);
        return new View(scaling, request, wanted, roster.statuses(), problem, backoff.finished(), claim.ownership());
    }
}
