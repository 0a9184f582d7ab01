package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The connection to the scheduler of the one for whom the lifeline looks. It is begun anew when it breaks; a scheduler that has
 * ended ends the cluster.
 */
final class OwnerConnection {
    private static final String NETWORK =
            "the network keeps this process from it: have a hub's singleuser.networkPolicy"
                    + " set as %kubecluster values prints it, or run the notebook in a pod or on a node.";

    private final String owner;
    private final PodRuntime runtime;
    private final ClusterState state;
    private final PodSnapshot pods;
    private final Reconciler loop;
    private final ClusterEnd end;
    private final Duration patience;

    /**
     * @param owner the name of this process in the cluster
     * @param loop told of each new connection
     * @param patience how long it tries to connect anew
     */
    OwnerConnection(
            String owner,
            PodRuntime runtime,
            ClusterState state,
            PodSnapshot pods,
            Reconciler loop,
            ClusterEnd end,
            Duration patience) {
        this.owner = owner;
        this.runtime = runtime;
        this.state = state;
        this.pods = pods;
        this.loop = loop;
        this.end = end;
        this.patience = patience;
    }

    /** Tries until the scheduler answers or has ended, telling why it does not answer yet. */
    DaskClient connect(Duration limit, Instant deadline) {
        while (true) {
            try {
                return connectNow();
            } catch (DaskException e) {
                throwIfSchedulerEnded();
                String waiting = waiting();
                state.schedulerIs(waiting);
                if (Instant.now().isAfter(deadline)) {
                    throw new ClusterTimeoutException("The scheduler of cluster \"" + state.name()
                            + "\" did not answer within " + limit.toSeconds() + " s: " + waiting + " ("
                            + e.getMessage() + "). " + remedy());
                }
            }
            if (end.hasBegun()) {
                throw new ClusterException(
                        "Cluster \"" + state.name() + "\" was closed before its scheduler answered.");
            }
        }
    }

    private DaskClient connectNow() {
        SchedulerEndpoint endpoint = state.requireEndpoint();
        DaskClient connection = endpoint.owner(owner);
        end.undo(connection::close);
        Scheduler control = endpoint.control();
        end.undo(control::close);
        // Before that, for the loop gives the ownership up when it ends.
        end.undo(loop::stop);
        loop.schedulerAnswers(control);
        connection.onDisconnect(this::reconnect);
        return connection;
    }

    private String waiting() {
        return pods.scheduler()
                .map(pod -> PodReason.running(pod) ? "its pod runs and does not answer yet" : PodReason.of(pod))
                .or(() -> runtime.schedulerRefused().map("its pod "::concat))
                .orElse("its pod is asked for");
    }

    private String remedy() {
        boolean runs = pods.scheduler().filter(PodReason::running).isPresent();
        return runs && isOnKubernetes() ? "If its log shows no fault, " + NETWORK : "Correct that, then start again.";
    }

    /** A scheduler that hears nothing of its owner ends without a fault, mostly before the limit of the start. */
    private String remedyForEnd(Pod pod) {
        return PodReason.succeeded(pod) && isOnKubernetes()
                ? "If it heard nothing of its owner, " + NETWORK + " Else start another one."
                : "Correct the pod template, then start again.";
    }

    private boolean isOnKubernetes() {
        return runtime.place().kind() == Place.Kind.KUBERNETES;
    }

    private void reconnect() {
        if (end.hasBegun()) {
            return;
        }
        ServiceThreads.start("reconnect-cluster", () -> {
            state.schedulerIs("has lost its connection to this process, which connects again");
            try {
                connect(patience, Instant.now().plus(patience));
                state.schedulerIs("answers");
            } catch (RuntimeException e) {
                end.fail(e);
            }
        });
    }

    private void throwIfSchedulerEnded() {
        if (pods.schedulerGone()) {
            throw new ClusterException("The scheduler of cluster \"" + state.name()
                    + "\" was deleted by somebody else, and the cluster ends with it. Start another one.");
        }
        pods.scheduler().filter(PodReason::ended).ifPresent(pod -> {
            throw new ClusterException(
                    "The scheduler of cluster \"" + state.name() + "\" has ended: " + PodReason.of(pod) + "."
                            + DeadWorker.quoted(lastWords(pod))
                            + "\n" + remedyForEnd(pod));
        });
    }

    private List<String> lastWords(Pod pod) {
        try {
            return runtime.log(pod.getMetadata().getName(), DeadWorkers.LAST_WORDS);
        } catch (ClusterException e) {
            return List.of("(" + e.getMessage() + ")");
        }
    }
}
