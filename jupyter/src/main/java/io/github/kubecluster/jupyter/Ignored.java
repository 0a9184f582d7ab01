package io.github.kubecluster.jupyter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Tells the log what was ignored on one channel, but once a second at most: a sender gone wild must not fill the disk. */
final class Ignored {
    private static final Logger LOG = System.getLogger(Ignored.class.getName());
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final String channel;
    private long untold;
    private long due = System.nanoTime();

    Ignored(String channel) {
        this.channel = channel;
    }

    /** Counts a message that was ignored, and tells of it when it is time. */
    void add(MalformedMessageException reason) {
        untold++;
        long now = System.nanoTime();
        if (now - due >= 0) {
            LOG.log(
                    Level.WARNING,
                    "Ignored on channel \"{0}\": {1}{2}",
                    channel,
                    reason.getMessage(),
                    untold == 1 ? "" : " (" + untold + " messages since this was told last)");
            untold = 0;
            due = now + PAUSE;
        }
    }
}
