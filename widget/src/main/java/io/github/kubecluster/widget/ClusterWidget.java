package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in the notebook: what it is, how far each worker is and why not further, and what sizes it. Thread-safe.
 *
 * <p>It changes once a second at most, and only where something has changed.
 */
public final class ClusterWidget {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(ServiceThreads.factory("widget-cluster"));
    private static final int PERCENT = 100;
    private static final int NEARLY_FULL = 80;

    private final HTML header = HTML.of("");
    private final IntProgress size = IntProgress.of(0, 1).description("Workers");
    private final IntProgress memory = IntProgress.of(0, PERCENT).description("Memory");
    private final HTML banner = HTML.of("");
    private final HTML workers = HTML.of("");
    private final WorkerControls each;
    private final ClusterControls controls;
    private final VBox root;

    private @Nullable ClusterStatus next;
    private @Nullable Consumer<ClusterStatus> also;
    private long lastFlush = System.nanoTime() - BETWEEN.toNanos();
    private boolean scheduled;

    /** @param commands do what users ask for by the buttons */
    public ClusterWidget(ClusterCommands commands, ClusterStatus status) {
        this(commands, status, Clock.system(ZoneId.systemDefault()));
    }

    ClusterWidget(ClusterCommands commands, ClusterStatus status, Clock clock) {
        each = new WorkerControls(commands);
        controls = new ClusterControls(commands, status, clock);
        Layout bar = new Layout().width("100%").with("max-width", "420px");
        root = VBox.of(
                header,
                size.layout(bar),
                memory.layout(bar),
                banner,
                Tab.of("Workers", VBox.of(workers, each.root())).add("Scaling", controls.root()));
        root.model().set("_view_count", 0);
        root.model().allow("_view_count", false, count -> count, () -> {});
        draw(status);
    }

    /** Returns what is shown. */
    public Widget<?> root() {
        return root;
    }

    /** Returns whether a browser has drawn this. */
    public boolean isSeen() {
        return root.model().get("_view_count") instanceof Number count && count.intValue() > 0;
    }

    /** Has {@code listener} called with each status that is drawn, after that. */
    public synchronized void onDraw(Consumer<ClusterStatus> listener) {
        also = also == null ? listener : also.andThen(listener);
    }

    /** Takes a newer status, to be drawn soon; returns at once. */
    public synchronized void update(ClusterStatus status) {
        next = status;
        if (!scheduled) {
            scheduled = true;
            long wait = Math.max(FIRST.toNanos(), lastFlush + BETWEEN.toNanos() - System.nanoTime());
            ScheduledFuture<?> unused = THREAD.schedule(this::flush, wait, TimeUnit.NANOSECONDS);
        }
    }

    /** Draws now what is to be drawn. */
    public void flush() {
        ClusterStatus status;
        Consumer<ClusterStatus> listener;
        synchronized (this) {
            status = next;
            listener = also;
            next = null;
            scheduled = false;
            lastFlush = System.nanoTime();
            if (status != null) {
                draw(status); // within, or another thread could draw a later one before it
            }
        }
        if (status != null && listener != null) {
            listener.accept(status);
        }
    }

    private synchronized void draw(ClusterStatus status) {
        ClusterView view = new ClusterView(status);
        header.value(view.header());
        int most = Math.max(1, Math.max(status.wanted(), status.ready()));
        size.most(most).value(status.ready());
        size.style(status.ready() >= status.wanted() ? Style.SUCCESS : Style.INFO);
        memory.value(view.memoryPercent());
        memory.style(view.memoryPercent() < NEARLY_FULL ? Style.SUCCESS : Style.WARNING);
        banner.value(view.banner());
        workers.value(view.workers());
        each.update(status);
        controls.update(status);
    }
}
