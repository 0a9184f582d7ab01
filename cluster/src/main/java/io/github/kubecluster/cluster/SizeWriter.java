package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.ServiceThreads;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the size that a cluster is to have, where others read it: one write after another, and of the sizes that wait
 * the newest. Thread-safe.
 */
final class SizeWriter {
    private final PodRuntime runtime;
    private final String cluster;
    private @Nullable Scaling waiting;
    private String told = "";

    SizeWriter(PodRuntime runtime, String cluster) {
        this.runtime = runtime;
        this.cluster = cluster;
    }

    /**
     * Has {@code size} written; returns at once. Why writes fail is told in the log, and again only when the
     * reason is another one.
     */
    synchronized void write(Scaling size) {
        boolean writes = waiting != null;
        waiting = size;
        if (!writes) {
            ServiceThreads.start("write-size", this::writeAll);
        }
    }

    private void writeAll() {
        Scaling written = null;
        for (Scaling size = next(written); size != null; size = next(written)) {
            written = size;
            try {
                runtime.writeSize(cluster, size);
            } catch (RuntimeException e) {
                tell(String.valueOf(e.getMessage()));
            }
        }
    }

    private synchronized void tell(String reason) {
        if (!reason.equals(told)) {
            told = reason;
            System.getLogger(SizeWriter.class.getName())
                    .log(System.Logger.Level.INFO, "Other processes do not learn sizes: " + reason);
        }
    }

    /** Returns what is to be written after {@code written}; null when that was the newest. */
    private synchronized @Nullable Scaling next(@Nullable Scaling written) {
        if (waiting == written) {
            waiting = null;
        }
        return waiting;
    }
}
