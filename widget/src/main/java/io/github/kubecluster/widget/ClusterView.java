package io.github.kubecluster.widget;

import static io.github.kubecluster.widget.SafeText.html;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.Scaling;
import io.github.kubecluster.cluster.ScalingDecision;
import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A status in HTML, part by part. */
record ClusterView(ClusterStatus status) {
    private static final int MOST_REASONS = 10;
    private static final String CELL = "text-align:left;padding-right:1em";
    private static final double GIB = 1L << 30;

    /** Name, state, links, the four counts, the totals, and since when. */
    String header(Times times) {
        String rows = row("scheduler", html(status.schedulerAddress().orElse("") + " " + status.scheduler()))
                + status.dashboardLink()
                        .map(link -> row("dashboard", SafeText.link(link)))
                        .orElse("")
                + row(
                        "runs on",
                        html(status.place().description() + " ("
                                + status.place().reason() + ")"))
                + row("workers", counts())
                + row("together", threads() + ", " + memory())
                + status.started()
                        .map(moment -> row("started", times.of(moment)))
                        .orElse("");
        return "<div><strong>Dask cluster " + html(status.name()) + "</strong> " + state() + "<table>" + rows
                + "</table></div>";
    }

    /** Returns how many workers are wanted, have a pod, run, and are registered with the scheduler. */
    String counts() {
        return status.wanted() + " wanted, " + count(WorkerStatus::counts) + " created, "
                + count(worker -> worker.phase() == Phase.STARTING || worker.phase() == Phase.READY) + " running, "
                + status.ready() + " registered";
    }

    String mode() {
        return status.scaling() instanceof Scaling.Adaptive bounds
                ? "Adaptive, from " + bounds.minimum() + " to " + bounds.maximum() + " workers, now " + status.wanted()
                : "By hand, " + status.scaling();
    }

    /** What keeps the cluster from its size: each reason once, with how many workers have it; empty when nothing does. */
    String banner() {
        Map<String, Long> reasons = status.workers().stream()
                .filter(worker -> worker.phase() == Phase.PENDING || worker.phase() == Phase.FAILED)
                .collect(Collectors.groupingBy(WorkerStatus::reason, LinkedHashMap::new, Collectors.counting()));
        Stream<String> lines = Stream.of(
                        status.problem().stream(),
                        reasons.entrySet().stream().map(reason -> reason.getValue() + " × " + reason.getKey()),
                        status.notices().stream())
                .flatMap(texts -> texts)
                .limit(MOST_REASONS);
        String items = lines.map(line -> "<li>" + html(line) + "</li>").collect(Collectors.joining());
        return items.isEmpty()
                ? ""
                : "<ul style=\"margin:0;padding:4px 8px 4px 24px;border-left:4px solid var(--jp-warn-color1,#b26a00)\">"
                        + items + "</ul>";
    }

    /** Who or what has changed the size last, when, and why. */
    static String lastChange(Optional<ScalingDecision> last, Times times) {
        return html("Last change: "
                + last.map(change -> times.of(change.at()) + ", from " + change.from() + " to " + change.to()
                                + " workers, " + change.reason())
                        .orElse("none since the start")
                + ".");
    }

    /** Returns what tells how far the cluster is, without the figures that move all the time. */
    List<Object> outline() {
        List<String> workers = status.workers().stream()
                .map(worker -> worker.name() + " " + worker.phase()
                        + (worker.phase() == Phase.READY ? "" : " " + worker.reason()))
                .toList();
        return List.of(
                status.phase(),
                status.scheduler(),
                status.scaling(),
                status.wanted(),
                workers,
                status.notices(),
                status.problem());
    }

    /** How much of the workers' memory is used, of 100; 0 where none has a limit. */
    int memoryPercent() {
        long limit = sum(WorkerStatus::memoryLimitBytes);
        return limit == 0 ? 0 : (int) Math.min(100, 5 * Math.round(20.0 * sum(WorkerStatus::memoryUsedBytes) / limit));
    }

    String memory() {
        return gib(sum(WorkerStatus::memoryUsedBytes)) + " of " + gib(sum(WorkerStatus::memoryLimitBytes)) + " memory";
    }

    private String threads() {
        return sum(WorkerStatus::threads) + " threads";
    }

    /** A word and a sign: colour alone tells nothing to many. */
    private String state() {
        String sign = switch (status.phase()) {
            case RUNNING -> "●";
            case STARTING, CLOSING -> "◐";
            case CLOSED -> "○";
            case FAILED -> "✖";
        };
        return sign + " " + status.phase().name().toLowerCase(Locale.ROOT);
    }

    private long count(Predicate<WorkerStatus> which) {
        return status.workers().stream().filter(which).count();
    }

    private long sum(ToLongFunction<WorkerStatus> what) {
        return status.workers().stream().mapToLong(what).sum();
    }

    private static String row(String label, String value) {
        return "<tr><th scope=\"row\" style=\"" + CELL + "\">" + label + "</th><td style=\"" + CELL + "\">" + value
                + "</td></tr>";
    }

    static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}
