package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kubecluster.dask.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DrainTest {
    static final Instant TOLD = Instant.parse("2026-01-01T00:00:00Z");

    final HandClock clock = new HandClock();
    final Drain drain = new Drain(Duration.ofSeconds(60), clock.instant(), TOLD);

    static WorkerInfo heartbeat(int seconds, int executing) {
        return new WorkerInfo(
                "demo-worker-1",
                "tcp://127.0.0.1:1",
                "127.0.0.1",
                1,
                0,
                0,
                0,
                executing,
                3,
                "closing_gracefully",
                Optional.empty(),
                OptionalInt.empty(),
                TOLD.plusSeconds(seconds));
    }

    @Test
    void it_is_over_when_two_heartbeats_after_it_began_tell_of_no_running_task() {
        assertThat(drain.isOver(heartbeat(0, 0))).isFalse();
        assertThat(drain.isOver(heartbeat(1, 0))).isFalse();
        assertThat(drain.isOver(heartbeat(1, 0))).as("the same heartbeat").isFalse();
        assertThat(drain.isOver(heartbeat(2, 0))).isTrue();
    }

    @Test
    void a_task_that_a_heartbeat_tells_of_holds_it_up() {
        assertThat(drain.isOver(heartbeat(1, 0))).isFalse();
        assertThat(drain.isOver(heartbeat(2, 1))).isFalse();
        assertThat(drain.isOver(heartbeat(3, 0))).isFalse();
        assertThat(drain.isOver(heartbeat(4, 0))).isTrue();
    }

    @Test
    void a_worker_that_is_not_registered_any_more_is_not_waited_for() {
        assertThat(drain.isOver(null)).isTrue();
    }

    @Test
    void it_takes_no_longer_than_its_limit_and_says_what_becomes_of_the_tasks() {
        Worker worker = new Worker("demo-worker-1", Instant.EPOCH, StartTimes.unknown());
        worker.info = heartbeat(1, 2);

        assertThat(drain.isTooLong(clock.instant())).isFalse();
        assertThat(drain.reason(worker.info)).isEqualTo("runs 2 tasks to the end first, for up to 60 s");
        clock.advance(Duration.ofSeconds(60));

        assertThat(drain.isTooLong(clock.instant())).isTrue();
        assertThat(drain.cutOff(worker))
                .isEqualTo("worker \"demo-worker-1\" still ran 2 tasks after 60 s and goes all the same; "
                        + "what it ran is begun again by another worker");
    }

    @Test
    void a_limit_is_no_time_before_now() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubeClusterBuilder(Map.of()).drainLimit(Duration.ofSeconds(-1)))
                .withMessage("Cannot give a worker's last tasks -1 s. "
                        + "Give a time from 0 s upwards; 0 is not to wait for them.");
    }
}
