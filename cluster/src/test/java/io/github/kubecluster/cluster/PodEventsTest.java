package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodEventsTest {
    private int changes;
    private final PodEvents events = new PodEvents("demo", () -> changes++);

    static Event event(String object, String reason, String message) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(object + "." + reason)
                .endMetadata()
                .withLastTimestamp("2026-01-01T12:00:00Z")
                .withReason(reason)
                .withMessage(message)
                .withNewInvolvedObject()
                .withName(object)
                .endInvolvedObject()
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pulling | Pulling image \"acme/dask:9\" | pulls its image (Pulling image \"acme/dask:9\")",
                "TriggeredScaleUp | pod triggered scale-up: [{pool 1->2 (max: 9)}] | waits for a node that the autoscaler adds"
                        + " (pod triggered scale-up: [{pool 1->2 (max: 9)}])",
                "FailedMount | MountVolume.SetUp failed for volume \"v\" : secret \"s\" not found | FailedMount:"
                        + " MountVolume.SetUp failed for volume \"v\" : secret \"s\" not found",
                "FailedCreate | Error creating: pods \"demo-scheduler-\" is forbidden: exceeded quota: none | is refused: pods"
                        + " \"demo-scheduler-\" is forbidden: exceeded quota: none",
            })
    void an_event_tells_why_a_pod_is_not_further(String reason, String message, String sentence) {
        events.onAdd(event("demo-worker-1", reason, message));

        assertThat(events.last("demo-worker-1")).contains(sentence);
        assertThat(changes).isOne();
    }

    @Test
    void the_newest_event_counts() {
        events.onAdd(event("demo-worker-1", "FailedMount", "first"));
        events.onAdd(event("demo-worker-1", "FailedMount", "second"));

        assertThat(events.last("demo-worker-1")).contains("FailedMount: second");
    }

    @Test
    void a_mount_that_fails_once_is_listed_and_one_that_fails_again_is_told() {
        Event once = event("demo-worker-1", "FailedMount", "secret \"s\" not found");
        once.setCount(1);
        events.onAdd(once);

        assertThat(events.last("demo-worker-1")).isEmpty();
        assertThat(events.list()).hasSize(1);

        Event again = event("demo-worker-1", "FailedMount", "secret \"s\" not found");
        again.setCount(2);
        events.onUpdate(once, again);

        assertThat(events.last("demo-worker-1")).contains("FailedMount: secret \"s\" not found");
    }

    @Test
    void what_the_status_says_and_what_others_have_is_left_alone() {
        events.onAdd(event("demo-worker-1", "Started", "Started container dask"));
        events.onAdd(event("demo2-worker-1", "FailedMount", "of another cluster"));

        assertThat(events.last("demo-worker-1")).isEmpty();
        assertThat(events.list())
                .containsExactly(new ClusterEvent(
                        Instant.parse("2026-01-01T12:00:00Z"), "demo-worker-1", "Started: Started container dask"));
        assertThat(events.last("demo2-worker-1")).isEmpty();
        assertThat(changes).isZero();
    }

    @Test
    void what_was_reported_stands_in_the_pods_status_while_it_holds() {
        events.onAdd(event("demo-worker-1", "TriggeredScaleUp", "pool 1->2"));
        Pod waiting = new PodBuilder()
                .withNewMetadata()
                .withName("demo-worker-1")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
        Pod placed =
                new PodBuilder(waiting).editSpec().withNodeName("n").endSpec().build();

        assertThat(PodReason.of(events.note(waiting)))
                .isEqualTo("waits for a node that the autoscaler adds (pool 1->2)");
        assertThat(PodReason.of(events.note(placed))).isEqualTo("is being set up");
    }
}
