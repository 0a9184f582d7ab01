package io.github.kubecluster.kernel;

import static io.github.kubecluster.display.Html.escape;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.Scaling;
import io.github.kubecluster.cluster.WorkerStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Draws a cluster's status: a card in a browser, a table of lines elsewhere. */
final class ClusterCard {
    private static final String COMMANDS =
            "<div>Size it by <code>%kubecluster scale N</code>, close it by <code>%kubecluster close</code>.</div>";

    private ClusterCard() {}

    static DisplayData of(ClusterStatus status) {
        DisplayData card = new DisplayData(text(status));
        card.putData(MIMEType.TEXT_HTML, html(status));
        return card;
    }

    static String text(ClusterStatus status) {
        StringBuilder text = new StringBuilder("Dask cluster " + status.name());
        rows(status).forEach((label, value) -> text.append(String.format("%n  %-10s %s", label, value)));
        status.workers().forEach(worker -> text.append(String.format("%n  %-10s %s", "worker", line(worker))));
        status.notices().forEach(notice -> text.append(String.format("%n  %-10s %s", "note", notice)));
        status.problem().ifPresent(problem -> text.append(String.format("%n  %-10s %s", "problem", problem)));
        return text.toString();
    }

    static String html(ClusterStatus status) {
        String rows = rows(status).entrySet().stream()
                .map(row -> row(
                        "th",
                        row.getKey(),
                        row.getKey().equals("dashboard") ? link(row.getValue()) : escape(row.getValue())))
                .collect(Collectors.joining());
        String workers = status.workers().stream()
                .map(worker -> "<li>" + escape(line(worker)) + "</li>")
                .collect(Collectors.joining());
        String notices = status.notices().stream()
                .map(notice -> "<div>" + escape(notice) + "</div>")
                .collect(Collectors.joining());
        String problem = status.problem()
                .map(text -> "<pre style=\"color:var(--jp-error-color1,#b00020);margin:4px 0;white-space:pre-wrap\">"
                        + escape(text) + "</pre>")
                .orElse("");
        return "<div style=\"border:1px solid var(--jp-border-color1,#bbb);border-radius:6px;padding:8px"
                + " 12px;max-width:56em\"><strong>Dask cluster " + escape(status.name()) + "</strong>"
                + "<table style=\"margin:4px 0\">" + rows + "</table>"
                + (workers.isEmpty()
                        ? ""
                        : "<details><summary>Workers</summary><ul style=\"margin:4px 0\">" + workers
                                + "</ul></details>")
                + problem + notices + (status.phase() == ClusterPhase.RUNNING ? COMMANDS : "") + "</div>";
    }

    private static Map<String, String> rows(ClusterStatus status) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("runs on", status.place().description() + " (" + status.place().reason() + ")");
        rows.put("state", status.phase().name().toLowerCase(Locale.ROOT));
        rows.put(
                "scheduler",
                status.schedulerAddress().map(address -> address + " ").orElse("") + status.scheduler());
        status.dashboardLink().ifPresent(link -> rows.put("dashboard", link));
        rows.put("workers", workers(status));
        return rows;
    }

    private static String workers(ClusterStatus status) {
        String now = status.ready() + " ready, " + status.wanted() + " wanted";
        return status.scaling() instanceof Scaling.Adaptive bounds
                ? now + ", adaptive from " + bounds.minimum() + " to " + bounds.maximum()
                : now;
    }

    private static String line(WorkerStatus worker) {
        String memory = worker.memoryUsedBytes() == 0
                ? ""
                : ", " + worker.memoryUsedBytes() / 1_000_000 + " MB"
                        + (worker.memoryLimitBytes() == 0
                                ? ""
                                : " of " + worker.memoryLimitBytes() / 1_000_000 + " MB");
        String threads =
                worker.threads() == 0 ? "" : ", " + worker.threads() + (worker.threads() == 1 ? " thread" : " threads");
        String start =
                worker.start().text().isEmpty() ? "" : " (" + worker.start().text() + ")";
        return worker.name() + ": " + worker.phase().name().toLowerCase(Locale.ROOT) + ", " + worker.reason() + threads
                + memory + start;
    }

    private static String row(String cell, String label, String html) {
        return "<tr><" + cell + " style=\"text-align:left;padding-right:1em\">" + escape(label) + "</" + cell
                + "><td style=\"text-align:left\">" + html + "</td></tr>";
    }

    private static String link(String url) {
        boolean web = url.startsWith("/") || url.startsWith("http://") || url.startsWith("https://");
        return web
                ? "<a href=\"" + escape(url) + "\" target=\"_blank\" rel=\"noopener\">" + escape(url) + "</a>"
                : escape(url);
    }
}
