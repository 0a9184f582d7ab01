package io.github.kubecluster.widget;

import static io.github.kubecluster.widget.SafeText.html;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.Scaling;
import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A status in HTML, part by part. Memory is rounded, so that nothing changes while nothing happens. */
record ClusterView(ClusterStatus status) {
    private static final int MOST_ROWS = 50;
    private static final String CELL = "text-align:left;padding-right:1em";
    private static final double GIB = 1L << 30;
    private static final List<Phase> WORST_FIRST =
            List.of(Phase.FAILED, Phase.PENDING, Phase.STARTING, Phase.RETIRING, Phase.READY);

    /** Name, state, links, the four counts and the totals. */
    String header() {
        String rows = row("scheduler", html(status.schedulerAddress().orElse("") + " " + status.scheduler()))
                + status.dashboardLink()
                        .map(link -> row("dashboard", SafeText.link(link)))
                        .orElse("")
                + row(
                        "runs on",
                        html(status.place().description() + " ("
                                + status.place().reason() + ")"))
                + row("workers", counts())
                + row("together", threads() + ", " + memory());
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
                .limit(MOST_ROWS);
        String items = lines.map(line -> "<li>" + html(line) + "</li>").collect(Collectors.joining());
        return items.isEmpty()
                ? ""
                : "<ul style=\"margin:0;padding:4px 8px 4px 24px;border-left:4px solid var(--jp-warn-color1,#b26a00)\">"
                        + items + "</ul>";
    }

    /** The workers, those in trouble first. */
    String workers() {
        String rows = status.workers().stream()
                .sorted(Comparator.comparing(worker -> WORST_FIRST.indexOf(worker.phase())))
                .limit(MOST_ROWS)
                .map(ClusterView::row)
                .collect(Collectors.joining());
        int more = status.workers().size() - MOST_ROWS;
        String heads = Stream.of("worker", "state", "why", "threads", "memory")
                .map(head -> "<th scope=\"col\" style=\"" + CELL + "\">" + head + "</th>")
                .collect(Collectors.joining());
        String caption = status.workers().isEmpty() ? "No worker is there." : "Those in trouble come first.";
        return "<div style=\"overflow:auto;min-width:0\"><table><caption style=\"" + CELL + "\">" + caption
                + "</caption><thead><tr>" + heads + "</tr></thead><tbody>" + rows + "</tbody></table>"
                + (more > 0 ? "and " + more + " more" : "") + "</div>";
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

    private static String row(WorkerStatus worker) {
        boolean registered = worker.threads() > 0;
        String memory = worker.memoryLimitBytes() == 0
                ? gib(worker.memoryUsedBytes())
                : gib(worker.memoryUsedBytes()) + " of " + gib(worker.memoryLimitBytes());
        return Stream.of(
                        html(worker.name()),
                        worker.phase().name().toLowerCase(Locale.ROOT),
                        html(worker.reason()),
                        registered ? String.valueOf(worker.threads()) : "",
                        registered ? memory : "")
                .map(cell -> "<td style=\"" + CELL + "\">" + cell + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}
