package io.github.kubecluster.cluster;

import static java.util.Objects.requireNonNull;

import io.github.kubecluster.cluster.Worker.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways out of a cluster: a worker that is let go runs its tasks to their end if it is given the time, is retired by the
 * scheduler, then its pod is deleted; of one that has ended by itself, the last words are kept first. Used by one thread.
 */
final class WorkerRemoval {
    private static final String NO_NEW_TASKS = "closing_gracefully";

    private final PodRuntime runtime;
    private final WorkerRoster roster;
    private final PodCalls calls;
    private final WorkerBackoff backoff;
    private final DeadWorkers dead;
    private final Clock clock;
    private final Consumer<String> log;
    private final Consumer<Retirement.Outcome> outcome;
    private Duration drainLimit = Duration.ZERO;
    private @Nullable Retirement retirement;

    /**
     * @param dead takes the workers that end by themselves
     * @param log takes what the user should know
     * @param outcome told when the scheduler has answered
     */
    WorkerRemoval(
            PodRuntime runtime,
            WorkerRoster roster,
            PodCalls calls,
            WorkerBackoff backoff,
            DeadWorkers dead,
            Clock clock,
            Consumer<String> log,
            Consumer<Retirement.Outcome> outcome) {
        this.runtime = runtime;
        this.roster = roster;
        this.calls = calls;
        this.backoff = backoff;
        this.dead = dead;
        this.clock = clock;
        this.log = log;
        this.outcome = outcome;
    }

    /** Workers are retired in that way from now on. */
    void retireBy(Retirement way) {
        retirement = way;
    }

    /** Workers that leave from now on are given as much time for the tasks that they run. */
    void drainFor(Duration limit) {
        drainLimit = limit;
    }

    /** Lets workers go: at once where there is no scheduler that could know them, else by the scheduler's leave. */
    void release(List<Worker> leaving) {
        if (leaving.isEmpty()) {
            return;
        }
        Retirement way = retirement;
        if (way == null) {
            leaving.forEach(worker -> worker.stage = Stage.RELEASED);
            return;
        }
        leaving.forEach(worker -> worker.stage = Stage.RETIRING);
        if (drainLimit.isZero()) {
            way.begin(names(leaving), outcome);
        } else {
            way.drain(names(leaving), outcome, draining -> drain(draining, drainLimit));
        }
    }

    private void drain(Retirement.Draining draining, Duration limit) {
        for (String name : draining.names()) {
            Worker worker = roster.find(name);
            if (worker != null && worker.stage == Stage.RETIRING) {
                worker.stage = Stage.DRAINING;
                worker.drain = new Drain(limit, clock.instant(), draining.since());
            }
        }
    }

    /** Retires the workers whose last tasks are done, or have taken too long. */
    void retireDrained() {
        List<Worker> leaving = new ArrayList<>();
        for (Worker worker : roster.all()) {
            Drain drain = worker.drain;
            if (drain == null || worker.stage != Stage.DRAINING) {
                continue;
            }
            boolean over = worker.ended() || drain.isOver(worker.info);
            if (!over && drain.isTooLong(clock.instant())) {
                log.accept(drain.cutOff(worker));
                over = true;
            }
            if (over) {
                worker.stage = Stage.RETIRING;
                leaving.add(worker);
            }
        }
        if (!leaving.isEmpty()) {
            requireNonNull(retirement).begin(names(leaving), outcome);
        }
    }

    /** Lets workers that were to go, and stay after all, begin tasks again. */
    void keep(List<Worker> staying) {
        List<Worker> stopped = staying.stream()
                .filter(worker -> worker.info != null && worker.info.status().equals(NO_NEW_TASKS))
                .toList();
        if (!stopped.isEmpty() && retirement != null) {
            retirement.keep(names(stopped));
        }
    }

    private static List<String> names(List<Worker> workers) {
        return workers.stream().map(worker -> worker.name).toList();
    }

    /**
     * Takes note of the scheduler's leave. A worker that the scheduler cannot retire stays, unless no worker is to stay at all:
     * then nobody is left to take its data, as the user has asked.
     */
    void retired(Retirement.Outcome outcome, boolean nobodyStays) {
        for (String name : outcome.asked()) {
            Worker worker = roster.find(name);
            if (worker != null && worker.stage == Stage.RETIRING) {
                boolean goes = outcome.free().contains(name) || worker.ended() || (nobodyStays && outcome.answered());
                worker.stage = goes ? Stage.RELEASED : Stage.WANTED;
            }
        }
    }

    /** Takes note of pods that ended by themselves and removes them, reason and last words kept. */
    void bury() {
        for (Worker worker : roster.all()) {
            if (worker.ended() && worker.counts()) {
                worker.stage = Stage.RETIRING;
                calls.call(
                        () -> runtime.log(worker.name, DeadWorkers.LAST_WORDS),
                        words -> buried(worker, words),
                        failure -> buried(worker, List.of()));
            }
        }
    }

    private void buried(Worker worker, List<String> lastWords) {
        DeadWorker ended = new DeadWorker(clock.instant(), worker.name, worker.podReason(), lastWords);
        dead.add(ended);
        backoff.ended(ended.obituary(), worker.hadRegistered);
        worker.stage = Stage.RELEASED;
    }

    /** Deletes the pods of workers that may go. */
    void delete() {
        if (!backoff.mayCall()) {
            return;
        }
        for (Worker worker : roster.all()) {
            if (worker.stage == Stage.RELEASED && !worker.creating) {
                worker.stage = Stage.DELETING;
                calls.run(() -> runtime.delete(worker.name), backoff::deleted, failure -> {
                    worker.stage = Stage.RELEASED;
                    backoff.notDeleted(failure);
                });
            }
        }
    }
}
