package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.SchedulerAddress;
import io.github.kubecluster.dask.ServiceThreads;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's life from launch to close, on threads of its own: opens the place, launches the scheduler, connects to it as
 * owner, runs the loop that keeps the workers, and undoes all of it in reverse. Thread-safe.
 */
final class ClusterLife {
    private static final Duration DISMANTLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    /** A busy scheduler answers late, which is no reason to give it up. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    private static final int NAME_TRIES = 5;
    private static final int LOG_LINES = 15;

    private final ClusterOptions options;
    private final String owner = "kubecluster-owner-" + UUID.randomUUID();
    private final StatusBoard board;
    private final CompletableFuture<Void> launched = new CompletableFuture<>();
    private final List<Runnable> whenClosed = new CopyOnWriteArrayList<>();
    private final UndoStack made = new UndoStack();

    private volatile List<Pod> pods = List.of();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean schedulerSeen;
    private volatile boolean ending;

    // What follows is guarded by this.
    private String name;
    private Place place = new Place(Place.Kind.LOCAL, "not yet chosen", "the start has just begun");
    private ClusterPhase phase = ClusterPhase.STARTING;
    private String scheduler = "looks for the place to run at";
    private @Nullable SchedulerAddress address;
    private @Nullable String dashboardLink;
    private List<String> notices = List.of();
    private Scaling asked;
    private int request;
    private Reconciler.View view;
    private @Nullable Reconciler reconciler;
    private @Nullable DaskClient client;
    private @Nullable CompletableFuture<Void> closed;

    ClusterLife(ClusterOptions options) {
        this.options = options;
        this.name = options.name().next();
        this.asked = options.scaling();
        this.view = new Reconciler.View(asked, request, 0, List.of(), Optional.empty(), false);
        this.board = new StatusBoard(compose());
    }

    StatusBoard board() {
        return board;
    }

    /** Tells whether no further worker will come until somebody scales. */
    synchronized boolean isStuck() {
        return view.stuck() && hasTakenRequest();
    }

    /** Tells whether the status is one that knows of the last request to scale. */
    synchronized boolean hasTakenRequest() {
        return view.request() == request;
    }

    void whenClosed(Runnable action) {
        whenClosed.add(action);
    }

    void throwIfFailed() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    void requireOpen() {
        if (ending) {
            throw new IllegalStateException("Cluster \"" + board.current().name() + "\" is closed. Start another one.");
        }
    }

    synchronized void scale(Scaling scaling) {
        throwIfFailed();
        requireOpen();
        asked = scaling;
        request++;
        if (reconciler != null) {
            reconciler.scale(scaling, request);
        }
    }

    /** Returns the user's client, connected; made at the first call and again after it was closed. */
    synchronized DaskClient client() {
        throwIfFailed();
        requireOpen();
        if (client == null || !client.connected()) {
            DaskClient connected = DaskClient.builder(requireAddress()).connect();
            made.add(connected::close);
            client = connected;
        }
        return client;
    }

    void launch() {
        ServiceThreads.start("launch-cluster", () -> {
            try {
                launchNow();
            } catch (RuntimeException e) {
                fail(e);
            } catch (Error e) {
                fail(new IllegalStateException("The start of the cluster failed: " + e, e));
            } finally {
                launched.complete(null);
            }
        });
    }

    private void launchNow() {
        Instant deadline = Instant.now().plus(options.startLimit());
        PodRuntime runtime = options.runtime().open(options.environment());
        made.add(() -> runtime.dismantle(DISMANTLE_LIMIT));
        update(() -> {
            place = runtime.place();
            scheduler = "is asked for";
        });
        DaskPods daskPods = launchScheduler(runtime);
        startReconciler(runtime, daskPods);
        DaskClient connection = connectAsOwner(runtime, deadline);
        String link = openDashboard(connection);
        update(() -> {
            dashboardLink = link;
            scheduler = "answers";
            phase = ClusterPhase.RUNNING;
        });
    }

    private DaskPods launchScheduler(PodRuntime runtime) {
        for (int tries = 1; ; tries++) {
            String candidate =
                    tries == 1 ? board.current().name() : options.name().next();
            DaskPods daskPods = new DaskPods(candidate, options.template(), options.variables());
            Pod pod = daskPods.scheduler(runtime.schedulerOptions(), new Lifeline(owner, options.lifeline()));
            try {
                SchedulerAddress listening = runtime.launch(candidate, pod, this::podsChanged, options.startLimit());
                List<String> known = new ArrayList<>(daskPods.notices());
                known.addAll(runtime.notHonoured(pod));
                update(() -> {
                    name = candidate;
                    address = listening;
                    notices = List.copyOf(known);
                });
                return daskPods;
            } catch (PodRuntime.NameTakenException e) {
                if (!options.name().varies() || tries == NAME_TRIES) {
                    throw e;
                }
            }
        }
    }

    private synchronized void startReconciler(PodRuntime runtime, DaskPods daskPods) {
        String listening = requireAddress().toString();
        Reconciler loop = new Reconciler(
                runtime,
                daskPods,
                worker -> daskPods.worker(worker, listening, runtime.workerOptions()),
                asked,
                Clock.systemUTC(),
                this::show);
        Thread thread = loop.start(name);
        made.add(() -> {
            loop.stop();
            join(thread);
        });
        loop.scale(asked, request);
        loop.podsChanged(pods);
        reconciler = loop;
    }

    /** Connects as the owner for whom the lifeline looks, and tries until the scheduler answers or has ended. */
    private DaskClient connectAsOwner(PodRuntime runtime, Instant deadline) {
        while (true) {
            try {
                DaskClient connection = DaskClient.builder(requireAddress())
                        .name(owner)
                        .timeout(ONE_TRY)
                        .connect();
                made.add(connection::close);
                Scheduler control = Scheduler.connect(requireAddress(), SocketFactory.getDefault(), CALL_LIMIT);
                made.add(control::close);
                requireReconciler().schedulerAnswers(control);
                connection.onDisconnect(() -> reconnect(runtime));
                return connection;
            } catch (DaskException e) {
                throwIfSchedulerEnded(runtime);
                String waiting = schedulerPod()
                        .map(pod -> PodReason.running(pod) ? "its pod runs and does not answer yet" : PodReason.of(pod))
                        .orElse("its pod is asked for");
                update(() -> scheduler = waiting);
                if (Instant.now().isAfter(deadline)) {
                    throw new ClusterTimeoutException("The scheduler of cluster \""
                            + board.current().name()
                            + "\" did not answer within " + options.startLimit().toSeconds() + " s: " + waiting + " ("
                            + e.getMessage() + "). Correct that, then start again.");
                }
            }
            if (ending) {
                throw new ClusterException(
                        "Cluster \"" + board.current().name() + "\" was closed before its scheduler answered.");
            }
        }
    }

    /** The connection was lost: the scheduler has ended, which ends the cluster, or it is to be reached again. */
    private void reconnect(PodRuntime runtime) {
        if (ending) {
            return;
        }
        ServiceThreads.start("reconnect-cluster", () -> {
            update(() -> scheduler = "has lost its connection to this process, which connects again");
            try {
                connectAsOwner(runtime, Instant.now().plus(options.lifeline()));
                update(() -> scheduler = "answers");
            } catch (RuntimeException e) {
                fail(e);
            }
        });
    }

    private void throwIfSchedulerEnded(PodRuntime runtime) {
        Pod pod = schedulerPod().orElse(null);
        if (pod == null && schedulerSeen) {
            throw new ClusterException(
                    "The scheduler of cluster \"" + board.current().name()
                            + "\" was deleted by somebody else, and the cluster ends with it. Start another one.");
        }
        if (pod == null || !PodReason.ended(pod)) {
            return;
        }
        List<String> log = runtime.log(pod.getMetadata().getName(), LOG_LINES);
        throw new ClusterException(
                "The scheduler of cluster \"" + board.current().name() + "\" has ended: "
                        + PodReason.of(pod) + "."
                        + (log.isEmpty() ? "" : "\nIts last words:\n    " + String.join("\n    ", log))
                        + "\nCorrect the pod template, then start again.");
    }

    private Optional<Pod> schedulerPod() {
        return pods.stream()
                .filter(pod ->
                        Labels.SCHEDULER.equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
                .findFirst();
    }

    private @Nullable String openDashboard(DaskClient connection) {
        Integer port = connection.scheduler().identity().services().get("dashboard");
        if (port == null) {
            return null;
        }
        DashboardRoute.Opened way =
                options.dashboardRoute().open(http(requireAddress().host(), port));
        made.add(way.closer());
        return way.link();
    }

    private static URI http(String host, int port) {
        try {
            return new URI("http", null, host, port, "/", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + host + "\" is not the name of a host.", e);
        }
    }

    private void podsChanged(List<Pod> snapshot) {
        pods = snapshot;
        if (schedulerPod().isPresent()) {
            schedulerSeen = true;
        }
        Reconciler loop;
        synchronized (this) {
            loop = reconciler;
        }
        if (loop != null) {
            loop.podsChanged(snapshot);
        }
    }

    private void show(Reconciler.View now) {
        update(() -> view = now);
    }

    void beginToClose() {
        CompletableFuture<Void> unused = close();
    }

    /** Undoes everything; returns at once with what completes when all is gone. */
    synchronized CompletableFuture<Void> close() {
        if (closed == null) {
            closed = new CompletableFuture<>();
            ending = true;
            update(() -> phase = ClusterPhase.CLOSING);
            CompletableFuture<Void> result = closed;
            ServiceThreads.start("close-cluster", () -> {
                launched.join();
                List<RuntimeException> failures = made.undo();
                finish(ClusterPhase.CLOSED, "has ended");
                if (failures.isEmpty()) {
                    result.complete(null);
                } else {
                    failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
                    result.completeExceptionally(failures.get(0));
                }
            });
        }
        return closed;
    }

    private void fail(RuntimeException cause) {
        CompletableFuture<Void> result;
        synchronized (this) {
            if (closed != null) {
                return;
            }
            result = closed = new CompletableFuture<>();
            ending = true;
        }
        failure = cause;
        made.undo().forEach(cause::addSuppressed);
        finish(ClusterPhase.FAILED, String.valueOf(cause.getMessage()));
        result.complete(null);
    }

    private void finish(ClusterPhase last, String schedulerIs) {
        update(() -> {
            phase = last;
            scheduler = schedulerIs;
            view = new Reconciler.View(asked, request, 0, List.of(), Optional.empty(), false);
        });
        whenClosed.forEach(Runnable::run);
    }

    private synchronized void update(Runnable change) {
        change.run();
        board.publish(compose());
    }

    private synchronized SchedulerAddress requireAddress() {
        if (address == null) {
            throw new IllegalStateException("Cluster \"" + name + "\" has no scheduler yet.");
        }
        return address;
    }

    private synchronized Reconciler requireReconciler() {
        if (reconciler == null) {
            throw new IllegalStateException("Cluster \"" + name + "\" has not been launched.");
        }
        return reconciler;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ClusterStatus compose() {
        return new ClusterStatus(
                name,
                place,
                phase,
                scheduler,
                Optional.ofNullable(address).map(SchedulerAddress::toString),
                Optional.ofNullable(dashboardLink),
                view.scaling(),
                view.wanted(),
                view.workers(),
                notices,
                view.problem());
    }
}
