package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerBackoffTest {
    final HandClock clock = new HandClock();
    final WorkerBackoff backoff = new WorkerBackoff(clock);

    static ClusterException answered(Status status) {
        return KubernetesErrors.of(
                "create worker pod \"demo-worker-1\"", "analytics", new KubernetesClientException(status));
    }

    static ClusterException answered(int code, String message) {
        return answered(new StatusBuilder().withCode(code).withMessage(message).build());
    }

    @Test
    void what_may_pass_is_tried_again_later_each_time() {
        backoff.refused(answered(500, "etcdserver: leader changed"));
        assertThat(backoff.mayCreate()).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(backoff.mayCreate()).isTrue();

        backoff.refused(answered(500, "etcdserver: leader changed"));
        clock.advance(Duration.ofSeconds(3));
        assertThat(backoff.mayCreate()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(backoff.mayCreate()).isTrue();
    }

    @Test
    void what_can_never_succeed_is_not_tried_again() {
        backoff.refused(answered(422, "spec.containers: Required value"));

        clock.advance(Duration.ofDays(1));
        assertThat(backoff.mayCreate()).isFalse();
        assertThat(backoff.finished()).isTrue();
        assertThat(backoff.problem())
                .hasValue("Cannot create worker pod \"demo-worker-1\" in namespace \"analytics\": Kubernetes finds it"
                        + " invalid: spec.containers: Required value. Correct the pod template.");
    }

    @Test
    void kubernetes_is_left_alone_for_as_long_as_it_asks() {
        backoff.refused(answered(new StatusBuilder()
                .withCode(429)
                .withMessage("too many requests")
                .withNewDetails()
                .withRetryAfterSeconds(50)
                .endDetails()
                .build()));

        clock.advance(Duration.ofSeconds(49));
        assertThat(backoff.mayCreate()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(backoff.mayCreate()).isTrue();
    }

    @Test
    void an_accepted_pod_ends_the_problem() {
        backoff.refused(answered(503, "apiserver is shutting down"));
        assertThat(backoff.problem())
                .hasValue("Cannot create worker pod \"demo-worker-1\" in namespace \"analytics\": Kubernetes has failed"
                        + " (HTTP 503: apiserver is shutting down). Look at its API server if that goes on. It is tried"
                        + " again.");

        backoff.accepted();

        assertThat(backoff.problem()).isEmpty();
        assertThat(backoff.mayCreate()).isTrue();
    }

    @Test
    void a_deleted_pod_ends_what_kept_pods_from_being_deleted_and_nothing_else() {
        backoff.notDeleted(answered(503, "apiserver is shutting down"));
        backoff.deleted();
        assertThat(backoff.problem()).isEmpty();

        backoff.refused(answered(503, "apiserver is shutting down"));
        backoff.deleted();
        assertThat(backoff.problem()).isPresent();
    }
}
