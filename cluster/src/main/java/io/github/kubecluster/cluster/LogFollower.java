package io.github.kubecluster.cluster;

import java.util.concurrent.CompletableFuture;

/**
 * The reading of a log while it is written.
 *
 * @param ended completes when the pod has ended and all of its log has been read, or the reading is over for another reason
 * @param closer ends the reading
 */
record LogFollower(CompletableFuture<Void> ended, Runnable closer) implements AutoCloseable {
    @Override
    public void close() {
        closer.run();
    }
}
