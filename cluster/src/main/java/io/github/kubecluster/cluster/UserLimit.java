package io.github.kubecluster.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many workers all clusters of one user may have together. The other clusters are asked for while this one grows. Two that
 * grow at the same moment may both find room: what binds is a quota of the namespace. Used by one thread.
 */
final class UserLimit {
    static final String KEY = "kubernetes.count.user-max";
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final int limit;
    private final String cluster;
    private final String user;
    private final Clock clock;
    private List<ClusterEntry> others = List.of();
    private Instant freshUntil = Instant.EPOCH;
    private Instant mayAsk = Instant.EPOCH;
    private @Nullable String problem;

    /** @param user the raw name, as on the pods of this cluster */
    UserLimit(int limit, String cluster, String user, Clock clock) {
        this.limit = limit;
        this.cluster = cluster;
        this.user = user;
        this.clock = clock;
    }

    /**
     * Returns how many workers may be made now.
     *
     * @param missing how many are to be made
     * @param own how many are there, those on their way out among them
     */
    int allowed(int missing, int own, Supplier<List<ClusterEntry>> clusters, PodCalls calls) {
        if (missing <= 0) {
            problem = null;
            return 0;
        }
        Instant now = clock.instant();
        if (!now.isBefore(freshUntil)) {
            ask(now, clusters, calls);
            return 0;
        }
        int room = Math.max(
                0, limit - own - others.stream().mapToInt(ClusterEntry::workers).sum());
        problem = room < missing ? words(missing - room, own) : null;
        return Math.min(room, missing);
    }

    private void ask(Instant now, Supplier<List<ClusterEntry>> clusters, PodCalls calls) {
        if (now.isBefore(mayAsk)) {
            return;
        }
        mayAsk = now.plus(FRESH);
        calls.call(clusters, this::show, failure -> problem = failure.getMessage());
    }

    private void show(List<ClusterEntry> all) {
        freshUntil = clock.instant().plus(FRESH);
        mayAsk = Instant.EPOCH;
        others = all.stream()
                .filter(entry -> entry.user().equals(user) && !entry.name().equals(cluster) && entry.workers() > 0)
                .toList();
    }

    private String words(int tooMany, int own) {
        String elsewhere = others.stream()
                .map(entry -> entry.workers() + " in \"" + entry.name() + "\", ")
                .collect(Collectors.joining());
        return "User \"" + user + "\" may have " + limit + (limit == 1 ? " worker" : " workers")
                + " in all clusters together (" + KEY + "), and has " + elsewhere + own + " in this one; " + tooMany
                + " more " + (tooMany == 1 ? "is" : "are")
                + " asked for. Close or scale down one of them; this cluster goes on when there is room.";
    }

    /** Tells how much of the limit is used. */
    static String used(int limit, String user, List<ClusterEntry> all) {
        int workers = all.stream()
                .filter(entry -> entry.user().equals(user))
                .mapToInt(ClusterEntry::workers)
                .sum();
        return "User \"" + user + "\" has " + workers + " of " + limit + " workers (" + KEY + ").";
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
