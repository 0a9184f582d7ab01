package io.github.kubecluster.cluster;

import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of a cluster; every change is shown on its board. Thread-safe. */
final class ClusterState {
    private final StatusBoard board;
    private volatile String name;
    private volatile Standing standing = Standing.LAUNCHED;
    private volatile Reconciler.View view;

    // What follows is guarded by this.
    private Place place = new Place(Place.Kind.LOCAL, "not yet chosen", "the start has just begun");
    private ClusterPhase phase = ClusterPhase.STARTING;
    private String scheduler = "looks for the place to run at";
    private @Nullable SchedulerEndpoint endpoint;
    private @Nullable String dashboardLink;
    private @Nullable Instant started;
    private List<String> notices = List.of();

    ClusterState(String name, Scaling asked) {
        this.name = name;
        this.view = Reconciler.View.empty(asked, 0);
        this.board = new StatusBoard(compose());
    }

    StatusBoard board() {
        return board;
    }

    String name() {
        return name;
    }

    Standing standing() {
        return standing;
    }

    Reconciler.View view() {
        return view;
    }

    synchronized Place place() {
        return place;
    }

    /** Returns where the scheduler listens; null before it is launched or found. */
    synchronized @Nullable SchedulerEndpoint endpoint() {
        return endpoint;
    }

    SchedulerEndpoint requireEndpoint() {
        SchedulerEndpoint known = endpoint();
        if (known == null) {
            throw new IllegalStateException("Cluster \"" + name + "\" has no scheduler yet.");
        }
        return known;
    }

    void runsAt(Place chosen, String schedulerIs) {
        update(() -> {
            place = chosen;
            scheduler = schedulerIs;
        });
    }

    /** The cluster was launched, or found. */
    void began(ClusterStart.Begun begun) {
        update(() -> {
            name = begun.name();
            endpoint = begun.endpoint();
            standing = begun.standing();
            notices = begun.notices();
        });
    }

    void answers(Instant since, @Nullable String dashboard, StartTimes start) {
        update(() -> {
            started = since;
            dashboardLink = dashboard;
            scheduler = start.after().isEmpty() ? "answers" : "answers; " + start.text();
            phase = ClusterPhase.RUNNING;
        });
    }

    void schedulerIs(String text) {
        update(() -> scheduler = text);
    }

    void show(Reconciler.View now) {
        update(() -> view = now);
    }

    void notice(String text) {
        update(() -> notices = Stream.concat(notices.stream(), Stream.of(text)).toList());
    }

    void closing() {
        update(() -> phase = ClusterPhase.CLOSING);
    }

    /** Tells of a failure whoever uses a running cluster; who waits for a start is told when nothing of it is left. */
    void failing(String reason) {
        update(() -> {
            if (phase == ClusterPhase.RUNNING) {
                phase = ClusterPhase.FAILED;
                scheduler = reason;
            }
        });
    }

    void ended(ClusterPhase last, String schedulerIs, Reconciler.View nothing) {
        update(() -> {
            phase = last;
            scheduler = schedulerIs;
            view = nothing;
        });
    }

    private synchronized void update(Runnable change) {
        change.run();
        board.publish(compose());
    }

    private synchronized ClusterStatus compose() {
        return new ClusterStatus(
                name,
                place,
                phase,
                scheduler,
                Optional.ofNullable(endpoint).map(known -> known.address().toString()),
                Optional.ofNullable(dashboardLink),
                Optional.ofNullable(started),
                view.scaling(),
                standing == Standing.GUEST ? view.workers().size() : view.wanted(),
                view.workers(),
                allNotices(),
                view.problem());
    }

    private List<String> allNotices() {
        List<String> all = new ArrayList<>(notices);
        Ownership ownership = view.ownership();
        switch (standing) {
            case LAUNCHED -> {}
            case GUEST ->
                all.add("This cluster was deployed by somebody else: it is there to compute on, and is never deleted"
                        + " from here.");
            case ATTACHED ->
                all.add(
                        ownership.mine()
                                ? "Attached; this process keeps its workers. Closing lets go of it and deletes nothing."
                                : "Attached; another process keeps its workers, and gets what is asked for here.");
        }
        if (phase == ClusterPhase.RUNNING) {
            ownership
                    .nearIdleEnd()
                    .ifPresent(left -> all.add("This cluster has nothing to do and ends in " + (left.toMinutes() + 1)
                            + " min. Compute something, or call keepAlive()."));
            ownership
                    .nearLifeEnd()
                    .ifPresent(left ->
                            all.add("This cluster has lived for as long as it may and ends in " + (left.toMinutes() + 1)
                                    + " min, whatever it does. Save what you need, then start another one."));
        }
        return all;
    }
}
