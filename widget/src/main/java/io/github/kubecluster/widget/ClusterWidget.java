package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterEvent;
import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ScalingDecision;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in the notebook: what it is, how far each worker is and why not further, what has happened, and what sizes it.
 * Thread-safe.
 *
 * <p>It changes once a second at most, and only where something has changed that can be seen: a quiet cluster sends nothing.
 * While nobody looks, figures that move all the time are left as they are.
 */
public final class ClusterWidget {
    private static final int PERCENT = 100;
    private static final int NEARLY_FULL = 80;

    /** All that is drawn. */
    private record Picture(ClusterStatus status, Optional<ScalingDecision> change, List<ClusterEvent> events) {}

    private final HTML header = HTML.of("");
    private final IntProgress size = IntProgress.of(0, 1).description("Workers");
    private final IntProgress memory = IntProgress.of(0, PERCENT).description("Memory");
    private final HTML banner = HTML.of("");
    private final HTML workers = HTML.of("");
    private final HTML events = HTML.of("");
    private final HTML lastChange = HTML.of("");
    private final WorkerControls each;
    private final ClusterControls controls;
    private final CloseControls closing;
    private final VBox root;

    private final Times times;
    private final ClusterHistory history;
    private final Steady steady = new Steady();
    private final DrawPace pace = new DrawPace(this::flush);
    private final ActionLog actions;
    private final Audience audience;
    private ClusterStatus latest;
    private @Nullable Picture drawn;
    private @Nullable Consumer<ClusterStatus> also;
    private boolean ended;

    /** @param commands do what users ask for by the buttons */
    public ClusterWidget(ClusterCommands commands, ClusterHistory history, ClusterStatus status) {
        this(commands, history, status, Clock.system(ZoneId.systemDefault()));
    }

    ClusterWidget(ClusterCommands commands, ClusterHistory history, ClusterStatus status, Clock clock) {
        this.history = history;
        this.latest = steady.of(status);
        times = new Times(clock);
        actions = new ActionLog(clock, pace::ask);
        each = new WorkerControls(commands, actions);
        controls = new ClusterControls(commands, status, actions);
        closing = new CloseControls(commands, actions);
        Layout bar = Layouts.bar();
        root = VBox.of(
                header,
                size.layout(bar),
                memory.layout(bar),
                banner,
                Tab.of("Workers", VBox.of(workers, each.root()))
                        .add("Scaling", controls.root())
                        .add("Events", events),
                lastChange,
                closing.root());
        audience = new Audience(root.model(), clock, pace::ask);
        flush();
    }

    /** Returns what is shown. */
    public Widget<?> root() {
        return root;
    }

    /** Returns whether a browser shows this. */
    public boolean isSeen() {
        return audience.isSeen();
    }

    /** Has {@code listener} called with each status that is drawn, after that. */
    public synchronized void onDraw(Consumer<ClusterStatus> listener) {
        also = also == null ? listener : also.andThen(listener);
    }

    /** Takes a newer status, to be drawn soon; returns at once. */
    public void update(ClusterStatus status) {
        synchronized (this) {
            latest = steady.of(status);
        }
        pace.ask();
    }

    /** Puts {@code html} in the place of everything, for good. */
    public synchronized void end(String html) {
        ended = true;
        root.children(HTML.of(html));
    }

    /** Draws now what has changed; returns whether something had. */
    boolean flush() {
        List<ScalingDecision> decisions = history.decisions();
        List<ClusterEvent> happened = EventTable.last(history.events(), actions.list());
        Picture now;
        Consumer<ClusterStatus> listener;
        synchronized (this) {
            now = new Picture(latest, decisions.stream().reduce((older, newer) -> newer), happened);
            if (ended || now.equals(drawn) || (audience.isGone() && isSameButForFigures(now, drawn))) {
                return false;
            }
            drawn = now;
            listener = also;
            draw(now);
        }
        pace.askLater();
        if (listener != null) {
            listener.accept(now.status());
        }
        return true;
    }

    private static boolean isSameButForFigures(Picture now, @Nullable Picture before) {
        return before != null
                && new ClusterView(now.status()).outline().equals(new ClusterView(before.status()).outline());
    }

    private void draw(Picture picture) {
        ClusterStatus status = picture.status();
        ClusterView view = new ClusterView(status);
        header.value(view.header(times));
        int most = Math.max(1, Math.max(status.wanted(), status.ready()));
        size.most(most).value(status.ready());
        size.style(status.ready() >= status.wanted() ? Style.SUCCESS : Style.INFO);
        memory.value(view.memoryPercent());
        memory.style(view.memoryPercent() < NEARLY_FULL ? Style.SUCCESS : Style.WARNING);
        banner.value(view.banner());
        workers.value(WorkerTable.of(status.workers()));
        events.value(EventTable.of(picture.events(), times));
        lastChange.value(ClusterView.lastChange(picture.change(), times));
        each.update(status);
        controls.update(status);
        closing.update(status);
    }
}
