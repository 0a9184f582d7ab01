package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Has the scheduler let workers go without loss. Those that have not joined it yet are kept from joining, so that nobody
 * hands them data any more; the others hand theirs over and end. The scheduler alone knows which are which.
 */
final class Retirement {
    private final Scheduler scheduler;
    private final Consumer<Runnable> inbox;

    /** @param inbox takes what is to be run on the thread that owns the state */
    Retirement(Scheduler scheduler, Consumer<Runnable> inbox) {
        this.scheduler = scheduler;
        this.inbox = inbox;
    }

    /**
     * What came of it.
     *
     * @param free the workers whose pods hold nothing any more
     * @param answered whether the scheduler has answered at all
     */
    record Outcome(List<String> asked, Set<String> free, boolean answered, Optional<String> problem) {}

    /**
     * Workers that begin no task any more.
     *
     * @param since by the scheduler's clock
     */
    record Draining(List<String> names, Instant since) {}

    /** Begins, on threads of its own: moving data takes as long as it takes. {@code done} may be called more than once. */
    void begin(List<String> names, Consumer<Outcome> done) {
        inBackground(names, done, () -> {
            Draining joined = dismiss(names, false, done);
            tell(done, new Outcome(joined.names(), scheduler.retire(joined.names()), true, Optional.empty()));
        });
    }

    /** Lets workers begin no task any more, and those go that have not joined. The others are to be retired later. */
    void drain(List<String> names, Consumer<Outcome> done, Consumer<Draining> draining) {
        inBackground(names, done, () -> {
            Draining joined = dismiss(names, true, done);
            inbox.accept(() -> draining.accept(joined));
        });
    }

    /** Lets those of the workers that were drained begin tasks again. */
    void keep(List<String> names) {
        scheduler.call("kubecluster_keep", Map.of("names", names));
    }

    private void inBackground(List<String> names, Consumer<Outcome> done, Runnable work) {
        ServiceThreads.start("retire", () -> {
            try {
                work.run();
            } catch (DaskException e) {
                String problem = "Cannot retire " + String.join(", ", names) + ": " + e.getMessage();
                tell(done, new Outcome(names, Set.of(), false, Optional.of(problem)));
            }
        });
    }

    private void tell(Consumer<Outcome> done, Outcome outcome) {
        if (!outcome.asked().isEmpty()) {
            inbox.accept(() -> done.accept(outcome));
        }
    }

    /** Keeps workers that have not joined from joining, tells of them, and returns the others. */
    private Draining dismiss(List<String> names, boolean drain, Consumer<Outcome> done) {
        Map<?, ?> answer = scheduler.call("kubecluster_dismiss", Map.of("names", names, "drain", drain));
        List<String> joined = answer.get("joined") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        List<String> strangers =
                names.stream().filter(name -> !joined.contains(name)).toList();
        tell(done, new Outcome(strangers, Set.copyOf(strangers), true, Optional.empty()));
        double time = answer.get("time") instanceof Number seconds ? seconds.doubleValue() : 0;
        return new Draining(joined, Instant.ofEpochMilli(Math.round(time * 1_000)));
    }
}
