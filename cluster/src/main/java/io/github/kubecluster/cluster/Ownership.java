package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps the workers of a cluster, and how long it has had nothing to do, as its scheduler tells.
 *
 * @param mine whether it is the one who asked
 * @param detached whether the cluster goes on without an owner
 * @param idle for how long the scheduler has had no work
 * @param idleLimit after how long without work it ends; zero for never
 * @param age how long the scheduler has lived
 * @param lifeLimit how long it lives at most; zero for no limit
 */
record Ownership(boolean mine, boolean detached, Duration idle, Duration idleLimit, Duration age, Duration lifeLimit) {
    private static final Duration NOTICE = Duration.ofMinutes(10);

    /** What holds before the scheduler has answered. */
    static Ownership assumed(boolean mine) {
        return new Ownership(mine, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Asks to be the owner; granted where nobody else is, or was not heard of for long. */
    static Ownership claim(Scheduler scheduler, String owner) {
        return of(scheduler.call("kubecluster_claim", Map.of("owner", owner)), owner);
    }

    /** Gives the ownership up, so that the next one who asks gets it. */
    static void leave(Scheduler scheduler, String owner) {
        scheduler.call("kubecluster_claim", Map.of("owner", owner, "leave", true));
    }

    /** Takes the cluster for one that has just been used. */
    static void keepAlive(Scheduler scheduler) {
        scheduler.call("kubecluster_claim", Map.of("owner", "", "keep", true));
    }

    /** The time left before the end for having nothing to do, where that is near enough to be told; else empty. */
    Optional<Duration> nearIdleEnd() {
        return near(idle, idleLimit);
    }

    /** The time left before the end of the longest life, where that is near enough to be told; else empty. */
    Optional<Duration> nearLifeEnd() {
        return near(age, lifeLimit);
    }

    private static Optional<Duration> near(Duration passed, Duration limit) {
        Duration notice = limit.dividedBy(2).compareTo(NOTICE) < 0 ? limit.dividedBy(2) : NOTICE;
        Duration left = limit.minus(passed);
        return limit.isZero() || left.compareTo(notice) > 0
                ? Optional.empty()
                : Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    private static Ownership of(Map<?, ?> told, String owner) {
        return new Ownership(
                owner.equals(told.get("owner")),
                Boolean.TRUE.equals(told.get("detached")),
                seconds(told.get("idle")),
                seconds(told.get("idle_limit")),
                seconds(told.get("age")),
                seconds(told.get("life_limit")));
    }

    private static Duration seconds(@Nullable Object number) {
        return number instanceof Number seconds
                ? Duration.ofMillis((long) (seconds.doubleValue() * 1_000))
                : Duration.ZERO;
    }
}
