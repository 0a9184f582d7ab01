package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.VersionTable;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells which Python runs {@code %%dask} cells, and changes it. */
@Command(
        name = "python",
        description = "Tells which Python runs %%%%dask cells, and how its versions compare with the cluster's.",
        mixinStandardHelpOptions = true)
final class PythonVerb extends Verbs.Verb {
    private final DaskCells cells;

    @Option(
            names = "--match",
            description = "Makes an environment with the cluster's versions, and runs the cells from now on there.")
    private boolean match;

    PythonVerb(Front front, DaskCells cells) {
        super(front);
        this.cells = cells;
    }

    @Override
    public void run() {
        VersionTable versions = current().versions();
        front().say("%%dask cells run in \"" + cells.python().program() + "\".\n\n" + versions);
        if (match) {
            match(versions.ofCluster());
        }
    }

    private void match(Map<String, String> versions) {
        front().say("Making or finding an environment with "
                + versions.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + "…");
        try {
            Python matching = MatchingPython.of(cells.python()).with(versions);
            cells.use(matching);
            front().say("%%dask cells run in \"" + matching.program()
                    + "\" from now on, and know nothing of earlier ones. For later notebooks: kubecluster install"
                    + " --python " + matching.program());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("It was interrupted; %%dask cells run where they ran before.")
                            .initCause(e);
        }
    }
}
