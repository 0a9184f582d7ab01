package io.github.kubecluster.widget;

import static io.github.kubecluster.widget.SafeText.html;

import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Workers in HTML, those in trouble first. */
final class WorkerTable {
    private static final int PERCENT_STEP = 5;
    private static final List<Phase> WORST_FIRST =
            List.of(Phase.FAILED, Phase.PENDING, Phase.STARTING, Phase.RETIRING, Phase.READY);
    private static final List<String> HEADS =
            List.of("worker", "state", "why", "tasks", "CPU", "memory", "threads", "node");

    private WorkerTable() {}

    static String of(List<WorkerStatus> workers) {
        return HtmlTable.of(
                "Workers",
                workers.isEmpty() ? "No worker is there." : "Those in trouble come first.",
                HEADS,
                worstFirst(workers).stream().map(WorkerTable::row).toList());
    }

    static List<WorkerStatus> worstFirst(List<WorkerStatus> workers) {
        return workers.stream()
                .sorted(Comparator.comparing(worker -> WORST_FIRST.indexOf(worker.phase())))
                .toList();
    }

    private static List<String> row(WorkerStatus worker) {
        boolean registered = worker.threads() > 0;
        return List.of(
                html(worker.name()),
                state(worker.phase()),
                html(worker.reason()),
                registered ? String.valueOf(worker.tasks()) : "",
                registered ? cpu(worker.cpuPercent()) : "",
                registered ? memory(worker) : "",
                registered ? String.valueOf(worker.threads()) : "",
                html(worker.node().orElse("")));
    }

    /** A sign and a word: colour tells nothing to many. */
    private static String state(Phase phase) {
        String sign = switch (phase) {
            case READY -> "●";
            case PENDING, STARTING, RETIRING -> "◐";
            case FAILED -> "✖";
        };
        return sign + " " + phase.name().toLowerCase(Locale.ROOT);
    }

    private static String cpu(int percent) {
        return PERCENT_STEP * Math.round((float) percent / PERCENT_STEP) + " %";
    }

    private static String memory(WorkerStatus worker) {
        String used = ClusterView.gib(worker.memoryUsedBytes());
        return worker.memoryLimitBytes() == 0 ? used : used + " of " + ClusterView.gib(worker.memoryLimitBytes());
    }
}
