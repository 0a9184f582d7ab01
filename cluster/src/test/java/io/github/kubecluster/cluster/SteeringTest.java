package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class SteeringTest {
    final ScalingLog log = new ScalingLog(Clock.systemUTC());

    @Test
    void a_size_that_is_asked_for_by_hand_ends_adapting_and_says_so() {
        Steering steering = new Steering(new Scaling.Adaptive(1, 5), 10, log, () -> 4);

        Steering.Taken taken = steering.ask("demo", new Scaling.Fixed(2), "asked for by hand");

        String said =
                "Adaptive scaling between 1 and 5 workers of cluster \"demo\" has ended: 2 workers are asked for by hand.";
        assertThat(taken.notices()).containsExactly(said);
        assertThat(taken.scaling()).isEqualTo(new Scaling.Fixed(2));
        assertThat(log.list()).singleElement().satisfies(decision -> {
            assertThat(decision.from()).isEqualTo(4);
            assertThat(decision.to()).isEqualTo(2);
            assertThat(decision.reason()).isEqualTo("asked for by hand. " + said);
        });
    }

    @Test
    void one_size_after_another_is_taken_in_silence() {
        Steering steering = new Steering(new Scaling.Fixed(1), 10, log, () -> 1);

        assertThat(steering.ask("demo", new Scaling.Fixed(2), "asked for by hand")
                        .notices())
                .isEmpty();
        assertThat(steering.request()).isEqualTo(1);
    }

    @Test
    void more_than_the_cluster_may_have_is_not_asked_for_and_that_is_said() {
        Steering steering = new Steering(new Scaling.Fixed(1), 3, log, () -> 1);

        assertThat(steering.ask("demo", new Scaling.Fixed(500), "asked for by hand")
                        .notices())
                .containsExactly(
                        "This cluster may have 3 workers at most (count.max), so 3 workers are asked for instead of"
                                + " 500 workers. Raise that limit to have more.");
        assertThat(steering.asked()).isEqualTo(new Scaling.Fixed(3));
    }
}
