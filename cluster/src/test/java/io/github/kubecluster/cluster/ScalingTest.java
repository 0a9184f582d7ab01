package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScalingTest {
    final AdaptiveScaling adaptive = new AdaptiveScaling();

    static Set<String> workers(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    List<String> step(int target, Set<String> planned, List<String> notArrived, String... suggested) {
        return adaptive.toClose(target, planned, notArrived, to -> List.of(suggested));
    }

    @Test
    void a_worker_is_closed_only_when_it_was_named_three_times_in_a_row() {
        assertThat(step(1, workers("a", "b"), List.of(), "b")).isEmpty();
        assertThat(step(1, workers("a", "b"), List.of(), "b")).isEmpty();
        assertThat(step(1, workers("a", "b"), List.of(), "b")).containsExactly("b");
    }

    @Test
    void a_worker_that_is_needed_in_between_starts_from_nothing() {
        step(1, workers("a", "b"), List.of(), "b");
        step(1, workers("a", "b"), List.of(), "b");
        step(2, workers("a", "b"), List.of());

        assertThat(step(1, workers("a", "b"), List.of(), "b")).isEmpty();
    }

    @Test
    void workers_that_have_not_arrived_go_before_the_scheduler_is_asked() {
        for (int i = 0; i < 2; i++) {
            assertThat(step(1, workers("a", "b"), List.of("b"), "a")).isEmpty();
        }
        assertThat(step(1, workers("a", "b"), List.of("b"), "a")).containsExactly("b");
    }

    @Test
    void a_name_that_is_not_planned_is_never_closed() {
        for (int i = 0; i < 5; i++) {
            assertThat(step(0, workers("a"), List.of(), "somebody-elses")).isEmpty();
        }
    }

    @Test
    void bounds_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Fixed(-1))
                .withMessage("Cannot scale to -1 workers. Give a number of workers from 0 upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Adaptive(-1, 3))
                .withMessage("Cannot adapt with a minimum of -1 workers. Give a minimum from 0 upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Adaptive(3, 1))
                .withMessage("Cannot adapt between 3 and 1 workers: the maximum is below the minimum. "
                        + "Give the minimum first, then the maximum.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling.Adaptive(0, 0))
                .withMessage("Cannot adapt with a maximum of 0 workers. Give a maximum from 1 upwards.");
    }
}
