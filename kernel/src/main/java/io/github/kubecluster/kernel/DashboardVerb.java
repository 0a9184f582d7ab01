package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.display.Html;
import io.github.kubecluster.interpreter.NearestName;
import java.util.SortedMap;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows where the dashboard is, or one plot of it below the cell. */
@Command(
        name = "dashboard",
        description = "Shows the link of the dashboard, or one of its plots below the cell.",
        mixinStandardHelpOptions = true)
final class DashboardVerb extends Verbs.Verb {
    private static final int HEIGHT = 400;

    @Option(
            names = "--show",
            paramLabel = "PLOT",
            completionCandidates = OpenPlots.class,
            description = "Show this plot below the cell, such as task-stream.")
    private @Nullable String plot;

    @Option(names = "--height", paramLabel = "PIXELS", description = "The plot's height (default: " + HEIGHT + ").")
    private int height = HEIGHT;

    @Option(names = "--plots", description = "List the plots that there are.")
    private boolean list;

    DashboardVerb(Front front) {
        super(front);
    }

    @Override
    public void run() {
        KubeCluster cluster = current();
        String link = cluster.dashboardLink();
        if (list) {
            front().say(String.join("\n", KernelDefaults.DASHBOARDS.plots(link).keySet()));
        } else if (plot != null) {
            front().show(embedded(link, KernelDefaults.DASHBOARDS.plots(link), plot, height));
        } else {
            front().show(linked(cluster, link));
        }
    }

    private static DisplayData linked(KubeCluster cluster, String link) {
        DisplayData shown = new DisplayData(link);
        shown.putData(
                MIMEType.TEXT_HTML,
                "<a href=\"" + Html.escape(link) + "\" target=\"_blank\" rel=\"noopener\">Dashboard of "
                        + Html.escape(cluster.name()) + "</a>");
        return shown;
    }

    /** Returns the plot {@code name} of {@code plots}, which are pages by name, as a frame. */
    static DisplayData embedded(String link, SortedMap<String, String> plots, String name, int height) {
        String page = plots.get(name);
        if (page == null) {
            throw new IllegalArgumentException("The dashboard has no plot \"" + name + "\". "
                    + NearestName.to(name, plots.keySet())
                            .map(near -> "Did you mean \"" + near + "\"?")
                            .orElse("See %kubecluster dashboard --plots."));
        }
        String address = DashboardPlots.address(link, page);
        DisplayData shown = new DisplayData(name + ": " + address);
        shown.putData(
                MIMEType.TEXT_HTML,
                "<iframe src=\"" + Html.escape(address) + "\" title=\"" + Html.escape(name)
                        + "\" style=\"width:100%;height:" + height + "px;border:0\"></iframe>");
        return shown;
    }
}
