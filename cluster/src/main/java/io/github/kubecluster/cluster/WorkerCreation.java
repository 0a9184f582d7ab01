package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the pods of new workers: several at a time, and one alone after a refusal. Used by one thread. */
final class WorkerCreation {
    private final PodRuntime runtime;
    private final @Nullable WorkerTemplate template;
    private final String schedulerAddress;
    private final WorkerRoster roster;
    private final PodCalls calls;
    private final WorkerBackoff backoff;
    private final CreateAllowance allowance = new CreateAllowance();
    private @Nullable UserLimit userLimit;

    /** @param template makes the workers; null for a cluster that others have deployed */
    WorkerCreation(
            PodRuntime runtime,
            @Nullable WorkerTemplate template,
            String schedulerAddress,
            WorkerRoster roster,
            PodCalls calls,
            WorkerBackoff backoff) {
        this.runtime = runtime;
        this.template = template;
        this.schedulerAddress = schedulerAddress;
        this.roster = roster;
        this.calls = calls;
        this.backoff = backoff;
    }

    /** No more workers are made than {@code limit} allows, from now on. */
    void limitBy(UserLimit limit) {
        userLimit = limit;
    }

    /** Asks for {@code missing} more workers, or as many as may be asked for now. */
    void grow(int missing) {
        WorkerTemplate made = template;
        int allowed = userLimit == null || !backoff.mayCreate()
                ? missing
                : userLimit.allowed(missing, roster.all().size(), runtime::list, calls);
        for (int i = 0; made != null && i < allowed && backoff.mayCreate() && allowance.mayCreate(); i++) {
            Worker worker = roster.add(made.newName());
            worker.creating = true;
            allowance.asked();
            Pod pod = made.pod(worker.name, schedulerAddress);
            calls.run(() -> runtime.create(pod), () -> created(worker), failure -> notCreated(worker, failure));
        }
    }

    /** What the user's other clusters keep this one from. */
    Optional<String> problem() {
        return userLimit == null ? Optional.empty() : userLimit.problem();
    }

    private void created(Worker worker) {
        allowance.accepted();
        backoff.accepted();
        worker.creating = false;
    }

    private void notCreated(Worker worker, RuntimeException failure) {
        allowance.refused();
        worker.creating = false;
        if (worker.pod == null) {
            roster.remove(worker);
        }
        if (worker.counts()) {
            backoff.refused(failure);
        }
    }
}
