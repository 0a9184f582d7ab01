package io.github.kubecluster.kernel;

import java.util.Iterator;

/** What completes the name of a plot: those of the dashboards that are open. */
final class OpenPlots implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return KernelDefaults.DASHBOARDS.plotNames().iterator();
    }
}
