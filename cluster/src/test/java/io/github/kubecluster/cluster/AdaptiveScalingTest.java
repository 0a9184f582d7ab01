package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kubecluster.dask.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AdaptiveScalingTest {
    static final Scaling.Adaptive BOUNDS = new Scaling.Adaptive(0, 50);

    final HandClock clock = new HandClock();
    final AdaptiveScaling adaptive = new AdaptiveScaling(clock);

    static Worker idle(String name) {
        return registered(name, 0);
    }

    static Worker busy(String name) {
        return registered(name, 2);
    }

    static Worker registered(String name, int executing) {
        Worker worker = new Worker(name, Instant.EPOCH, StartTimes.unknown());
        worker.info = new WorkerInfo(
                name,
                "tcp://127.0.0.1:1",
                "127.0.0.1",
                1,
                0,
                0,
                0,
                executing,
                0,
                "running",
                Optional.empty(),
                OptionalInt.empty(),
                Instant.EPOCH);
        return worker;
    }

    static Worker onItsWay(String name) {
        return new Worker(name, Instant.EPOCH, StartTimes.unknown());
    }

    List<String> closing(int asked, List<Worker> planned, String... suggested) {
        return adaptive.next(BOUNDS, asked, planned, to -> List.of(suggested)).closing().stream()
                .map(worker -> worker.name)
                .toList();
    }

    @Test
    void a_worker_is_closed_only_when_it_was_named_three_times_in_a_row() {
        List<Worker> workers = List.of(idle("a"), idle("b"));

        assertThat(closing(1, workers, "b")).isEmpty();
        assertThat(closing(1, workers, "b")).isEmpty();
        assertThat(closing(1, workers, "b")).containsExactly("b");
    }

    @Test
    void a_worker_that_is_needed_in_between_starts_from_nothing() {
        List<Worker> workers = List.of(idle("a"), idle("b"));
        closing(1, workers, "b");
        closing(1, workers, "b");
        closing(2, workers);

        assertThat(closing(1, workers, "b")).isEmpty();
    }

    @Test
    void workers_on_their_way_count_and_go_first() {
        List<Worker> workers = List.of(idle("a"), onItsWay("b"));
        assertThat(adaptive.next(BOUNDS, 2, workers, to -> List.of()).more()).isZero();
        clock.advance(BOUNDS.pace().coolDown());

        closing(1, workers, "a");
        closing(1, workers, "a");
        assertThat(closing(1, workers, "a")).containsExactly("b");
    }

    @Test
    void a_busy_worker_never_goes_before_an_idle_one() {
        List<Worker> workers = List.of(idle("a"), busy("b"));

        for (int i = 0; i < 5; i++) {
            assertThat(closing(1, workers, "b")).isEmpty();
        }
    }

    @Test
    void a_name_that_is_not_planned_is_never_closed() {
        for (int i = 0; i < 5; i++) {
            assertThat(closing(0, List.of(idle("a")), "somebody-elses")).isEmpty();
        }
    }

    @Test
    void no_worker_goes_shortly_after_growth() {
        assertThat(adaptive.next(BOUNDS, 1, List.of(), to -> List.of()).more()).isEqualTo(1);
        List<Worker> workers = List.of(idle("a"));
        for (int i = 0; i < 5; i++) {
            assertThat(closing(0, workers, "a")).isEmpty();
        }
        assertThat(adaptive.next(BOUNDS, 0, workers, to -> List.of("a")).reason())
                .isEqualTo("the load asks for 0, but the cluster has grown within the last 15 s");

        clock.advance(Duration.ofSeconds(16));

        assertThat(closing(0, workers, "a")).containsExactly("a");
    }

    @Test
    void a_step_is_never_larger_than_the_limit_and_says_so() {
        AdaptiveScaling.Step step = adaptive.next(BOUNDS, 1000, List.of(), to -> List.of());

        assertThat(step.more()).isEqualTo(20);
        assertThat(step.reason()).isEqualTo("the load asks for 1000, the bounds are 0 and 50, at most 20 at a time");
    }

    @Test
    void what_goes_is_told_with_its_reason() {
        List<Worker> workers = List.of(idle("a"), busy("b"));
        closing(1, workers, "a");
        closing(1, workers, "a");

        assertThat(adaptive.next(BOUNDS, 1, workers, to -> List.of("a")).reason())
                .isEqualTo("the load asks for 1 3 times in a row; a goes: it is idle");
    }

    @Test
    void a_cluster_never_has_more_workers_than_its_maximum() {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int more = adaptive.next(BOUNDS, Integer.MAX_VALUE, workers, to -> List.of())
                    .more();
            for (int j = 0; j < more; j++) {
                workers.add(onItsWay("w" + workers.size()));
            }
        }
        assertThat(workers).hasSize(50);
    }

    @Test
    void a_pace_that_makes_no_sense_is_refused() {
        AdaptivePace pace = AdaptivePace.standard();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pace.withStep(0))
                .withMessage("Cannot adapt in steps of 0 workers. Give a step from 1 upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pace.withInterval(Duration.ofMillis(20)))
                .withMessage("Cannot adapt every 20 ms. Give an interval from 100 ms upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pace.withWaitCount(0))
                .withMessage("Cannot adapt with a wait count of 0. Give a wait count from 1 upwards.");
    }
}
