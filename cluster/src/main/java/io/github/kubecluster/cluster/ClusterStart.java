package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.SchedulerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Launches a cluster at a place, or finds one that is there, as the options say. */
final class ClusterStart {
    private static final String NOT_ENCRYPTED =
            "What client, scheduler and workers say to each other is not encrypted: this "
                    + "account may not create Secrets. Have it allowed as in src/deploy/rbac.yaml.";

    private static final String NOT_ENCRYPTED_DETACHED =
            "What client, scheduler and workers say to each other is not encrypted: this account may not create Secrets,"
                    + " or nobody could have the keys later, since it may not get Secrets and the state directory of this user"
                    + " cannot be written.";

    private static final int NAME_TRIES = 5;

    private final ClusterOptions options;
    private final PodRuntime runtime;
    private final String owner;
    private final Consumer<List<Pod>> watcher;

    /**
     * @param owner the name under which this process keeps the workers
     * @param watcher told of the cluster's pods after each change
     */
    ClusterStart(ClusterOptions options, PodRuntime runtime, String owner, Consumer<List<Pod>> watcher) {
        this.options = options;
        this.runtime = runtime;
        this.owner = owner;
        this.watcher = watcher;
    }

    /**
     * A cluster that is there now.
     *
     * @param workers what its workers are made from; null where others make them
     * @param size the size that it is to have
     * @param notices what the user should know of it
     */
    record Begun(
            String name,
            SchedulerEndpoint endpoint,
            @Nullable WorkerTemplate workers,
            Scaling size,
            Standing standing,
            List<String> notices) {}

    /** Finds the cluster to attach to; empty where one is to be launched. */
    Optional<Begun> attach() {
        if (options.attachTo().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(found(runtime.attach(options.attachTo(), watcher)));
        } catch (PodRuntime.NotThereException e) {
            if (options.orStart()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Begun found(PodRuntime.Found found) {
        boolean ours = found.workers() != null || runtime.place().kind() == Place.Kind.LOCAL;
        return new Begun(
                options.attachTo(),
                new SchedulerEndpoint(found.address(), found.credentials()),
                found.workers(),
                found.size(),
                ours ? Standing.ATTACHED : Standing.GUEST,
                List.of());
    }

    /**
     * Launches a cluster; under a second name where the first is taken and the user's template allows another.
     *
     * @param first the first name to try
     * @param size the size that it is to have
     */
    Begun launch(String first, Scaling size) {
        String name = first;
        for (int tries = 1; ; tries++) {
            try {
                return launchAs(name, size);
            } catch (PodRuntime.NameTakenException e) {
                if (!options.name().varies() || tries == NAME_TRIES) {
                    throw e;
                }
                name = options.name().next();
            }
        }
    }

    private Begun launchAs(String name, Scaling size) {
        boolean encrypts = encrypts();
        DaskPods pods = new DaskPods(name, options.templates(), encrypts);
        ClusterKeys keys = encrypts ? ClusterKeys.generate(name) : null;
        Pod scheduler = pods.scheduler(runtime.schedulerOptions(), options.lifeline(owner));
        WorkerTemplate workers = WorkerTemplate.of(pods, runtime.workerOptions());
        SchedulerAddress address = runtime.launch(
                new PodRuntime.Plan(name, scheduler, keys, workers, size), watcher, options.startLimit());
        List<String> notices = new ArrayList<>(pods.notices());
        notices.addAll(runtime.notHonoured(scheduler));
        if (options.encrypted() && !encrypts && runtime.place().kind() == Place.Kind.KUBERNETES) {
            notices.add(options.detached() ? NOT_ENCRYPTED_DETACHED : NOT_ENCRYPTED);
        }
        return new Begun(
                name,
                new SchedulerEndpoint(address, keys == null ? null : keys.client()),
                workers,
                size,
                Standing.LAUNCHED,
                List.copyOf(notices));
    }

    private boolean encrypts() {
        return options.encrypted() && runtime.keepsSecrets() && (!options.detached() || runtime.sharesKeys());
    }
}
