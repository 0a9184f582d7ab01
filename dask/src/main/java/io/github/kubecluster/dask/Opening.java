package io.github.kubecluster.dask;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Opens something on a service thread, so that the caller's wait can be interrupted and nothing is left open then. */
final class Opening {
    /** Opens it, or gives up when nobody wants it any more. */
    @FunctionalInterface
    interface Work<T> {
        T open(BooleanSupplier wanted) throws IOException, InterruptedException;
    }

    private Opening() {}

    /**
     * Waits until it is open.
     *
     * @throws DaskConnectionException if the scheduler breaks off; whatever else {@code work} throws arrives as it is
     * @throws CancellationException if this thread is interrupted; its interrupt flag is then set again
     */
    static <T extends AutoCloseable> T await(SchedulerAddress address, Work<T> work) {
        CompletableFuture<T> opened = new CompletableFuture<>();
        ServiceThreads.start("dask-connect", () -> {
            try {
                T resource = work.open(() -> !opened.isDone());
                if (!opened.complete(resource)) {
                    resource.close();
                }
            } catch (IOException e) {
                opened.completeExceptionally(new DaskConnectionException(
                        "Connecting to scheduler \"" + address + "\" failed: " + Wording.reason(e)
                                + ". Look at the scheduler's log, then try again.",
                        e));
            } catch (Throwable e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            return ServiceThreads.await("scheduler \"" + address + "\"", opened);
        } catch (CancellationException e) {
            opened.cancel(false);
            CancellationException interrupted = new CancellationException(
                    "Connecting to scheduler \"" + address + "\" was interrupted; nothing is left open.");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
