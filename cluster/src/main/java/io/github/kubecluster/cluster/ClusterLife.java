package io.github.kubecluster.cluster;

import io.github.kubecluster.cluster.Steering.Taken;
import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.Identity;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.ServiceThreads;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's life from launch to close, on threads of its own: opens the place, launches the scheduler, connects to it as
 * owner, runs the loop that keeps the workers, and undoes all of it in reverse. Thread-safe.
 */
final class ClusterLife {
    /** Longer than the restart of a control plane takes. */
    private static final Duration DISMANTLE_LIMIT = Duration.ofMinutes(3);

    private final ClusterOptions options;
    private final String owner = "kubecluster-owner-" + UUID.randomUUID();
    private final ScalingLog log = new ScalingLog(Clock.systemUTC());
    private final DeadWorkers dead = new DeadWorkers();
    private final PodSnapshot snapshot = new PodSnapshot(Clock.systemUTC());
    private final ClusterState state;
    private final Steering steering;
    private final ClusterEnd end;

    private volatile @Nullable PodRuntime runtime;
    private volatile @Nullable Reconciler reconciler;
    private volatile WorkerSize workerSize;
    private volatile Duration drainLimit;
    private volatile boolean deletesAtClose;
    private @Nullable DaskClient client;

    ClusterLife(ClusterOptions options) {
        this.options = options;
        this.drainLimit = options.drainLimit();
        this.workerSize = WorkerSize.of(options.templates().worker().pod());
        this.state = new ClusterState(options.name().next(), options.scaling().atMost(options.workerLimit()));
        this.steering = new Steering(
                options.scaling(),
                options.workerLimit(),
                log,
                () -> state.view().wanted());
        this.end = new ClusterEnd(state, () -> Reconciler.View.empty(steering.asked(), steering.request()));
    }

    StatusBoard board() {
        return state.board();
    }

    /** Tells whether no further worker will come until somebody scales. */
    boolean isStuck() {
        Reconciler.View view = state.view();
        return view.stuck() && view.request() == steering.request();
    }

    /** Tells whether the status is one that knows of the last request to scale. */
    boolean hasTakenRequest() {
        return state.view().request() == steering.request();
    }

    void whenClosed(Runnable action) {
        end.afterwards(action);
    }

    void throwIfFailed() {
        end.throwIfFailed();
    }

    void requireOpen() {
        end.requireOpen();
    }

    /**
     * Asks for another size.
     *
     * @param reason who or what asks, for the list of decisions
     */
    Taken scale(Scaling scaling, String reason) {
        throwIfFailed();
        requireOpen();
        if (state.standing() == Standing.GUEST) {
            throw new ClusterException("Cluster \"" + state.name()
                    + "\" was deployed by somebody else; it is not scaled from here. Ask who deployed it.");
        }
        return steering.ask(state.name(), scaling, reason);
    }

    int request() {
        return steering.request();
    }

    int workerLimit() {
        return steering.limit();
    }

    WorkerSize workerSize() {
        return workerSize;
    }

    ClusterPods pods() {
        return new ClusterPods(this::runtime, () -> end.hasBegun() ? List.of() : snapshot.pods(), dead, this::events);
    }

    private PodRuntime runtime() {
        throwIfFailed();
        requireOpen();
        PodRuntime opened = runtime;
        if (opened == null) {
            throw new IllegalStateException("Cluster \"" + state.name() + "\" has no place to run at yet.");
        }
        return opened;
    }

    private List<ClusterEvent> events() {
        List<ClusterEvent> events = new ArrayList<>();
        log.list()
                .forEach(decision -> events.add(new ClusterEvent(
                        decision.at(),
                        state.name(),
                        decision.from() + " -> " + decision.to() + " workers: " + decision.reason())));
        PodRuntime opened = runtime;
        if (opened != null) {
            events.addAll(opened.events());
        }
        return events;
    }

    List<ScalingDecision> decisions() {
        return log.list();
    }

    List<Departure> scaleDownPlan(int workers) {
        requireOpen();
        return ServiceThreads.await(
                "the plan of cluster \"" + state.name() + "\"",
                requireReconciler().scaleDownPlan(workers));
    }

    /** Gives workers that leave from now on as much time for the tasks that they run. */
    void drainFor(Duration limit) {
        throwIfFailed();
        requireOpen();
        if (!state.view().ownership().mine()) {
            throw new ClusterException("Another process keeps the workers of cluster \"" + state.name()
                    + "\", and says how long they may run their last tasks. Ask for it there.");
        }
        drainLimit = limit;
        requireReconciler().drainFor(limit);
    }

    Duration drainLimit() {
        return drainLimit;
    }

    void retire(String worker) {
        throwIfFailed();
        requireOpen();
        List<WorkerStatus> workers = board().current().workers();
        if (workers.stream().noneMatch(there -> there.name().equals(worker))) {
            throw new IllegalArgumentException("Cluster \"" + state.name() + "\" has no worker \"" + worker
                    + "\". Name one of: "
                    + String.join(", ", workers.stream().map(WorkerStatus::name).toList()) + ".");
        }
        requireReconciler().remove(worker);
        steering.oneLess();
    }

    /** Adds to the status what the user should know. */
    void notice(String text) {
        state.notice(text);
    }

    VersionTable versions() {
        Scheduler asked = client().scheduler();
        return VersionTable.of(
                asked.versions(),
                asked.workerVersions().values(),
                options.runtime().namedPython(options.environment()).flatMap(PythonPackages::of));
    }

    /** Returns the user's client, connected; made at the first call and again after it was closed. */
    synchronized DaskClient client() {
        throwIfFailed();
        requireOpen();
        if (client == null || !client.connected()) {
            DaskClient connected = state.requireEndpoint().client();
            end.undo(connected::close);
            client = connected;
        }
        return client;
    }

    /** Returns what clients of this cluster show; empty where it is not encrypted. */
    Optional<Credentials> credentials() {
        return Optional.ofNullable(state.endpoint()).map(SchedulerEndpoint::credentials);
    }

    void launch() {
        ServiceThreads.start("launch-cluster", () -> {
            try {
                launchNow();
            } catch (RuntimeException e) {
                end.fail(e);
            } catch (Error e) {
                end.fail(new IllegalStateException("The start of the cluster failed: " + e, e));
            } finally {
                end.startIsOver();
            }
        });
    }

    private void launchNow() {
        Instant deadline = Instant.now().plus(options.startLimit());
        PodRuntime opened = open();
        end.undo(() -> leave(opened));
        state.runsAt(opened.place(), options.attachTo().isEmpty() ? "is asked for" : "is looked for");
        ClusterStart.Begun begun = attachOrLaunch(new ClusterStart(options, opened, owner, snapshot::show));
        Reconciler loop = keepWorkers(opened, begun);
        OwnerConnection connection = new OwnerConnection(owner, opened, state, snapshot, loop, end, options.lifeline());
        DaskClient connected = connection.connect(options.startLimit(), deadline);
        StartTimes start = StartTimes.unknown();
        if (begun.standing() == Standing.LAUNCHED) {
            start = snapshot.schedulerAnswers();
            opened.schedulerAnswers();
        }
        Identity scheduler = connected.scheduler().identity();
        String link = openDashboard(scheduler);
        deletesAtClose = begun.standing() == Standing.LAUNCHED && !options.detached();
        tellPython();
        shareSize(opened);
        state.answers(scheduler.started(), link, start);
    }

    private PodRuntime open() {
        PodRuntime opened = options.open();
        runtime = opened;
        if (options.detached() && opened.place().kind() == Place.Kind.LOCAL) {
            throw new IllegalArgumentException(
                    "Local processes end with this one, so no local cluster can be detached. Start"
                            + " it on Kubernetes, or not detached.");
        }
        return opened;
    }

    /** Deletes what was launched here, and only that. */
    private void leave(PodRuntime opened) {
        if (deletesAtClose) {
            opened.dismantle(DISMANTLE_LIMIT, state::schedulerIs);
        } else {
            opened.release();
        }
    }

    private ClusterStart.Begun attachOrLaunch(ClusterStart start) {
        ClusterStart.Begun begun = start.attach().orElseGet(() -> {
            deletesAtClose = true;
            return start.launch(state.name(), steering.asked());
        });
        state.began(begun);
        if (begun.standing() == Standing.LAUNCHED) {
            steering.limited(options.scaling()).forEach(state::notice);
        } else {
            steering.adopt(begun.size());
            workerSize = begun.workers() == null ? workerSize : begun.workers().size();
        }
        return begun;
    }

    /** Runs the loop that keeps the workers, or looks on while another process does. */
    private Reconciler keepWorkers(PodRuntime opened, ClusterStart.Begun begun) {
        boolean launched = begun.standing() == Standing.LAUNCHED;
        boolean mayOwn = launched || (begun.workers() != null && opened.place().kind() == Place.Kind.KUBERNETES);
        Reconciler loop = new Reconciler(
                opened,
                begun.name(),
                begun.workers(),
                begun.endpoint().address().toString(),
                new OwnershipClaim(mayOwn ? owner : null, launched),
                steering.asked(),
                log,
                dead,
                Clock.systemUTC(),
                state::show);
        loop.drainFor(drainLimit);
        if (opened.place().kind() == Place.Kind.KUBERNETES) {
            limitUser(loop, begun);
        }
        loop.start();
        end.undo(loop::stop);
        steering.handTo(loop);
        snapshot.follow(loop::podsChanged);
        reconciler = loop;
        return loop;
    }

    private void limitUser(Reconciler loop, ClusterStart.Begun begun) {
        WorkerTemplate workers = begun.workers();
        if (workers != null && options.userLimit() < Integer.MAX_VALUE) {
            loop.limitBy(new UserLimit(options.userLimit(), begun.name(), workers.user(), Clock.systemUTC()));
        }
    }

    /** Lets Python on this machine connect by the cluster's name, also when a cluster of one's own is left that goes on. */
    private void tellPython() {
        ConnectionFiles files = ConnectionFiles.of(options.environment());
        files.write(state.name(), state.requireEndpoint());
        ServiceThreads.start("sweep-connection-files", files::sweep);
        end.undo(() -> {
            if (deletesAtClose || state.standing() == Standing.GUEST) {
                files.delete(state.name());
            }
        });
    }

    /** Lets others read and write the size that this cluster is to have; without the rights for that, it is ours alone. */
    private void shareSize(PodRuntime opened) {
        try {
            steering.share(opened, state.name());
        } catch (ClusterException e) {
            notice("Nobody else can change the size of this cluster: " + e.getMessage());
        }
    }

    private @Nullable String openDashboard(Identity scheduler) {
        Integer port = scheduler.services().get("dashboard");
        if (port == null) {
            return null;
        }
        DashboardRoute.Opened way =
                options.dashboardRoute().open(state.requireEndpoint().http(port), this::workerDashboards);
        end.undo(way.closer());
        way.notices().forEach(this::notice);
        return way.link();
    }

    private List<URI> workerDashboards() {
        return board().current().workers().stream()
                .flatMap(worker -> worker.dashboard().stream())
                .toList();
    }

    /** Has everything deleted at the close, whoever launched it. */
    void deleteAtClose() {
        Standing standing = state.standing();
        if (standing == Standing.GUEST
                || (standing == Standing.ATTACHED && state.place().kind() == Place.Kind.LOCAL)) {
            throw new ClusterException("Cluster \"" + state.name()
                    + "\" belongs to somebody else and is not deleted from here. Close it where it was started.");
        }
        deletesAtClose = true;
    }

    boolean isLeftBehind() {
        return !deletesAtClose;
    }

    void keepAlive() {
        throwIfFailed();
        requireOpen();
        Ownership.keepAlive(client().scheduler());
    }

    void beginToClose() {
        CompletableFuture<Void> unused = close();
    }

    /** Undoes everything; returns at once with what completes when all is gone. */
    CompletableFuture<Void> close() {
        return end.close();
    }

    private Reconciler requireReconciler() {
        Reconciler loop = reconciler;
        if (loop == null) {
            throw new IllegalStateException("Cluster \"" + state.name() + "\" has not been launched.");
        }
        return loop;
    }
}
