package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.github.kubecluster.cluster.StartTimes.Step;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartTimesTest {
    private static final Instant ASKED = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void each_step_has_the_time_at_which_it_was_seen_first() {
        StartTimes times = StartTimes.of(ASKED)
                .seen(pod(null, "Pending"), after(50))
                .seen(pod("n1", "Pending"), after(140))
                .seen(pod("n1", "Pending"), after(900))
                .seen(pod("n1", "Running"), after(1400))
                .reached(Step.READY, after(62_960))
                .reached(Step.READY, after(99_000));

        assertThat(times.text()).isEqualTo("placed after 0.1 s, running after 1.4 s, ready after 63.0 s");
        assertThat(times.after()).containsEntry(Step.PLACED, Duration.ofMillis(140));
    }

    @Test
    void a_pod_of_another_process_has_no_times() {
        StartTimes times =
                StartTimes.unknown().seen(pod("n1", "Running"), after(10)).reached(Step.READY, after(20));

        assertThat(times.text()).isEmpty();
        assertThat(times).isEqualTo(StartTimes.unknown());
    }

    private static Instant after(long millis) {
        return ASKED.plusMillis(millis);
    }

    private static Pod pod(@Nullable String node, String phase) {
        return new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
    }
}
