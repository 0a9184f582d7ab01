package io.github.kubecluster.maven;

import java.util.function.Consumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferResource;

/** Tells of downloads, and ends them when the thread that waits for them is interrupted. */
final class DownloadListener extends AbstractTransferListener {
    private final Consumer<Download> progress;
    private final Thread waiting;

    DownloadListener(Consumer<Download> progress, Thread waiting) {
        this.progress = progress;
        this.waiting = waiting;
    }

    @Override
    public void transferInitiated(TransferEvent event) throws TransferCancelledException {
        cancelIfInterrupted();
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
        cancelIfInterrupted();
        tell(event);
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
        tell(event);
    }

    private void cancelIfInterrupted() throws TransferCancelledException {
        if (waiting.isInterrupted()) {
            throw new TransferCancelledException("interrupted");
        }
    }

    private void tell(TransferEvent event) {
        TransferResource resource = event.getResource();
        String name = resource.getResourceName();
        progress.accept(new Download(
                name.substring(name.lastIndexOf('/') + 1),
                resource.getRepositoryId(),
                event.getTransferredBytes(),
                resource.getContentLength()));
    }
}
