package io.github.kubecluster.cluster;

import java.time.Instant;
import java.util.List;

/**
 * A worker whose pod ended by itself, as it was then; the pod is deleted.
 *
 * @param at when the end was noticed
 * @param name the worker's name
 * @param reason why it ended, one sentence without its full stop
 * @param lastWords the last lines of its log
 */
public record DeadWorker(Instant at, String name, String reason, List<String> lastWords) {
    private static final int QUOTED = 12;

    public DeadWorker {
        lastWords = List.copyOf(lastWords);
    }

    /** Tells of the end in words, with the last lines of the log. */
    String obituary() {
        return "Worker \"" + name + "\": " + reason + "." + quoted(lastWords);
    }

    /** Returns what is put after a sentence to quote the end of a log. */
    static String quoted(List<String> log) {
        List<String> end = log.subList(Math.max(0, log.size() - QUOTED), log.size());
        return end.isEmpty() ? "" : "\nIts last words:\n    " + String.join("\n    ", end);
    }
}
