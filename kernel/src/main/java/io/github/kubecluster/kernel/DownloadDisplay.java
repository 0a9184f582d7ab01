package io.github.kubecluster.kernel;

import io.github.kubecluster.maven.Download;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows in one line of the cell what is being downloaded, and in the end how much there was. */
final class DownloadDisplay implements Consumer<Download>, AutoCloseable {
    private static final long INTERVAL = Duration.ofMillis(200).toNanos();

    private final String id = "download-" + UUID.randomUUID();
    private final JavaKernel kernel;
    private int files;
    private boolean shown;
    private long last;

    DownloadDisplay(JavaKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public synchronized void accept(Download download) {
        boolean done = download.bytes() == download.total();
        files += done ? 1 : 0;
        long now = System.nanoTime();
        if (!shown || now - last > INTERVAL) {
            show("Downloading " + download);
            last = now;
        }
    }

    @Override
    public synchronized void close() {
        if (shown) {
            show("Downloaded " + files + (files == 1 ? " file." : " files."));
        }
    }

    private void show(String text) {
        DisplayData line = new DisplayData(text);
        if (shown) {
            kernel.update(line, id);
        } else {
            kernel.display(line, id);
        }
        shown = true;
    }
}
