package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserLimitTest {
    final HandClock clock = new HandClock();
    final UserLimit limit = new UserLimit(10, "mine", "ann", clock);
    final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    final PodCalls calls = new PodCalls("mine", inbox::add);

    List<ClusterEntry> there =
            List.of(cluster("mine", "ann", 2), cluster("other", "ann", 5), cluster("theirs", "bob", 50));

    @AfterEach
    void end() {
        calls.close();
    }

    static ClusterEntry cluster(String name, String user, int workers) {
        return new ClusterEntry(name, "somewhere", Instant.EPOCH, Optional.empty(), workers, user, "running");
    }

    /** Asks as the cluster's loop does, until what others have is known. */
    int allowed(int missing, int own) throws InterruptedException {
        Supplier<List<ClusterEntry>> clusters = () -> there;
        int first = limit.allowed(missing, own, clusters, calls);
        Runnable answer = first > 0 || missing == 0 ? null : inbox.poll(60, TimeUnit.SECONDS);
        if (answer == null) {
            return first;
        }
        answer.run();
        return limit.allowed(missing, own, clusters, calls);
    }

    @Test
    void what_the_users_other_clusters_have_is_taken_off_and_other_users_are_not() throws Exception {
        assertThat(allowed(3, 2)).isEqualTo(3);
        assertThat(limit.problem()).isEmpty();
    }

    @Test
    void what_is_too_much_is_told_with_who_has_the_rest_and_goes_on_when_there_is_room() throws Exception {
        assertThat(allowed(4, 2)).isEqualTo(3);
        assertThat(limit.problem())
                .hasValue("User \"ann\" may have 10 workers in all clusters together (kubernetes.count.user-max), "
                        + "and has 5 in \"other\", 2 in this one; 1 more is asked for. "
                        + "Close or scale down one of them; this cluster goes on when there is room.");

        there = List.of(cluster("other", "ann", 4));
        clock.advance(Duration.ofSeconds(5));
        assertThat(allowed(1, 5)).isEqualTo(1);
        assertThat(limit.problem()).isEmpty();
    }

    @Test
    void without_knowing_the_others_nothing_is_made_and_that_is_told() throws Exception {
        assertThat(limit.allowed(
                        1,
                        0,
                        () -> {
                            throw new ClusterException("Cannot list clusters.");
                        },
                        calls))
                .isZero();
        inbox.take().run();

        assertThat(limit.problem()).hasValue("Cannot list clusters.");
        clock.advance(Duration.ofSeconds(5));
        assertThat(allowed(1, 0)).isEqualTo(1);
    }

    @Test
    void a_cluster_that_asks_for_no_more_has_no_problem() throws Exception {
        allowed(9, 2);
        assertThat(limit.problem()).isPresent();

        assertThat(allowed(0, 2)).isZero();
        assertThat(limit.problem()).isEmpty();
    }

    @Test
    void how_much_is_used_is_told() {
        assertThat(UserLimit.used(10, "ann", there))
                .isEqualTo("User \"ann\" has 7 of 10 workers (kubernetes.count.user-max).");
    }

    @Test
    void a_limit_is_one_worker_or_more() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubeClusterBuilder(Map.of()).userLimit(0))
                .withMessage("Cannot limit a user to 0 workers. Give a limit from 1 upwards.");
    }
}
