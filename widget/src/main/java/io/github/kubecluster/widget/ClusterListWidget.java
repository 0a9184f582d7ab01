package io.github.kubecluster.widget;

import static io.github.kubecluster.widget.SafeText.html;

import io.github.kubecluster.cluster.ClusterEntry;
import io.github.kubecluster.dask.ServiceThreads;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** Clusters that are there, with what deletes one of them in two steps. Thread-safe. */
public final class ClusterListWidget {
    /** What a user can ask for by the list. Both wait for the clusters' place, and throw what says why something cannot be. */
    public interface Commands {
        /** Returns the clusters that are there now. */
        List<ClusterEntry> list();

        /** Deletes a cluster and waits until it is gone. */
        void delete(String name);
    }

    private static final List<String> NONE = List.of("no cluster");

    private final Commands commands;
    private final Times times;
    private final HTML table = HTML.of("");
    private final Dropdown<String> cluster = Dropdown.of(NONE).description("Cluster");
    private final Confirmation stop = new Confirmation("Stop cluster", this::delete);
    private final Button refresh = Button.of("Look again").onOwnClick(this::lookAgain);
    private final HTML outcome = HTML.of("");
    private final VBox root;

    public ClusterListWidget(List<ClusterEntry> entries, Commands commands) {
        this(entries, commands, Clock.system(ZoneId.systemDefault()));
    }

    ClusterListWidget(List<ClusterEntry> entries, Commands commands, Clock clock) {
        this.commands = commands;
        this.times = new Times(clock);
        refresh.layout(Layouts.button());
        root = VBox.of(table, HBox.of(cluster, stop.root(), refresh).layout(Layouts.row()), outcome);
        show(entries);
    }

    /** Returns what is shown. */
    public Widget<?> root() {
        return root;
    }

    /** Returns the clusters as a table in HTML, for where there are no widgets. */
    public String table() {
        return table.value();
    }

    private void show(List<ClusterEntry> entries) {
        List<String> names = entries.stream().map(ClusterEntry::name).toList();
        table.value(HtmlTable.of(
                "Clusters",
                entries.isEmpty() ? "No cluster is there." : "As it was at " + times.now() + ".",
                List.of("cluster", "state", "workers", "wanted", "started", "age", "owner", "place"),
                entries.stream().map(this::row).toList()));
        cluster.options(names.isEmpty() ? NONE : names);
        stop.disabled(names.isEmpty());
    }

    private List<String> row(ClusterEntry entry) {
        return List.of(
                html(entry.name()),
                html(entry.state()),
                String.valueOf(entry.workers()),
                html(entry.desired().map(String::valueOf).orElse("")),
                times.of(entry.started()),
                times.since(entry.started()),
                html(entry.user()),
                html(entry.place()));
    }

    private void delete() {
        String name = cluster.value();
        work("Deleting cluster " + name + " …", () -> {
            commands.delete(name);
            show(commands.list());
            return "Cluster " + name + " is deleted.";
        });
    }

    private void lookAgain() {
        work("Looking for clusters …", () -> {
            show(commands.list());
            return "";
        });
    }

    /** Works on another thread: what is asked for takes as long as the clusters' place takes. */
    private void work(String what, Supplier<String> work) {
        outcome.value(html(what));
        ServiceThreads.start("widget-clusters", () -> {
            try {
                outcome.value(html(work.get()));
            } catch (RuntimeException e) {
                outcome.value(html(what + " " + e.getMessage()));
            }
        });
    }
}
