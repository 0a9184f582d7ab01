package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.ClusterStatus;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A line that tells what was asked for last, and what became of it. Thread-safe. */
final class Outcome {
    /** What is to be told when a cluster is as it was asked to be. */
    private record Expected(Predicate<ClusterStatus> reached, String text) {}

    private final HTML shown = HTML.of("");
    private final ActionLog log;
    private final Times times;
    private @Nullable Expected expected;

    Outcome(ActionLog log) {
        this.log = log;
        this.times = new Times(log.clock());
    }

    HTML shown() {
        return shown;
    }

    /**
     * Does what was asked for; a refusal is told in its own words.
     *
     * @param reached whether a cluster is as it was asked to be
     * @param done told then
     */
    void ask(String what, Runnable command, Predicate<ClusterStatus> reached, String done) {
        String time = times.now();
        expect(null);
        tell(what + " at " + time + " …");
        try {
            command.run();
            expect(new Expected(reached, done + "; asked for at " + time + "."));
            log.add(what + ".");
        } catch (RuntimeException e) {
            tell(what + " at " + time + ": " + e.getMessage());
            log.add(what + ": " + e.getMessage());
        }
    }

    /** Tells that the cluster is as it was asked to be, if it is. */
    synchronized void follow(ClusterStatus status) {
        if (expected != null && expected.reached().test(status)) {
            tell(expected.text());
            log.add(expected.text());
            expected = null;
        }
    }

    private synchronized void expect(@Nullable Expected next) {
        expected = next;
    }

    private void tell(String text) {
        shown.value(SafeText.html(text));
    }
}
