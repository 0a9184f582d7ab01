package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
    static ClusterStatus status(WorkerStatus... workers) {
        return new ClusterStatus(
                "demo",
                new Place(Place.Kind.LOCAL, "local processes", "asked for"),
                ClusterPhase.RUNNING,
                "answers",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Scaling.Fixed(workers.length),
                workers.length,
                List.of(workers),
                List.of(),
                Optional.empty());
    }

    static WorkerStatus worker(String name, Phase phase, String reason) {
        return WorkerStatus.unregistered(name, phase, reason, Optional.empty(), StartTimes.unknown());
    }

    final StatusBoard board = new StatusBoard(status(worker("w1", Phase.PENDING, "waits for a node")));
    final List<String> told = new ArrayList<>();

    ClusterStatus await(Duration limit) {
        return board.await("workers", limit, status -> status.ready() == 1, ClusterStatus::waitingFor, reason -> {
            told.add(reason);
            board.publish(status(worker("w1", Phase.READY, "idle")));
        });
    }

    @Test
    void a_wait_tells_its_reason_and_ends_with_the_status_that_was_waited_for() {
        assertThat(await(Duration.ofMinutes(1))).isEqualTo(board.current());
        assertThat(told).containsExactly("w1 (waits for a node)");
    }

    @Test
    void a_wait_for_what_is_there_says_nothing() {
        board.publish(status(worker("w1", Phase.READY, "idle")));

        assertThat(await(Duration.ofMinutes(1))).isEqualTo(board.current());
        assertThat(told).isEmpty();
    }

    @Test
    void a_wait_has_a_limit() {
        ClusterStatus none = board.await("workers", Duration.ofMillis(1), status -> false, status -> "", told::add);

        assertThat(none).isNull();
    }

    @Test
    void a_wait_can_be_interrupted_and_keeps_the_flag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(
                        () -> board.await("2 workers", Duration.ofMinutes(1), status -> false, status -> "", told::add))
                .isInstanceOf(CancellationException.class)
                .hasMessage("Waiting for 2 workers was interrupted; what was asked for goes on.");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void listeners_hear_of_changes_alone_until_they_leave() {
        List<ClusterStatus> heard = new ArrayList<>();
        Runnable leave = board.listen(heard::add);
        ClusterStatus changed = status();

        board.publish(changed);
        board.publish(status());
        leave.run();
        board.publish(status(worker("w2", Phase.PENDING, "waits for a node")));

        assertThat(heard).containsExactly(changed);
    }

    @Test
    void workers_with_the_same_reason_stand_together() {
        assertThat(status(
                                worker("w1", Phase.PENDING, "waits for a node"),
                                worker("w2", Phase.STARTING, "runs, not yet registered"),
                                worker("w3", Phase.PENDING, "waits for a node"),
                                worker("w4", Phase.READY, "idle"))
                        .waitingFor())
                .isEqualTo("w1, w3 (waits for a node), w2 (runs, not yet registered)");
    }

    @Test
    void of_many_workers_with_the_same_reason_the_first_are_named() {
        WorkerStatus[] many = IntStream.rangeClosed(1, 500)
                .mapToObj(number -> worker("w" + number, Phase.PENDING, "waits for a node"))
                .toArray(WorkerStatus[]::new);
        assertThat(status(many).waitingFor()).isEqualTo("w1, w2, w3, w4, w5 and 495 more (waits for a node)");
    }
}
