package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.DaskException;
import io.github.kubecluster.dask.ServiceThreads;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Compares versions when the first worker is there, and tells a difference: before work fails for it in odd ways. */
final class VersionCheck implements Consumer<ClusterStatus> {
    private static final System.Logger LOG = System.getLogger(VersionCheck.class.getName());

    private final Supplier<VersionTable> versions;
    private final Consumer<String> tell;
    private final AtomicBoolean begun = new AtomicBoolean();

    VersionCheck(Supplier<VersionTable> versions, Consumer<String> tell) {
        this.versions = versions;
        this.tell = tell;
    }

    @Override
    public void accept(ClusterStatus status) {
        if (status.ready() > 0 && begun.compareAndSet(false, true)) {
            ServiceThreads.start("compare-versions", this::compare);
        }
    }

    private void compare() {
        try {
            versions.get().warning().ifPresent(tell);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "The cluster was closed before versions were compared", e);
        } catch (DaskException | ClusterException e) {
            LOG.log(System.Logger.Level.INFO, "The versions of scheduler and workers cannot be compared", e);
        }
    }
}
