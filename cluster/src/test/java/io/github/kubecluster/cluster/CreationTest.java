package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many pods are asked for at a time, and what is tried again. */
class CreationTest {
    @Test
    void thirty_two_pods_are_asked_for_at_a_time_and_no_more() {
        BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        try (PodCalls calls = new PodCalls("demo", inbox::add)) {
            for (int i = 0; i < 100; i++) {
                calls.run(
                        () -> {
                            underWay.incrementAndGet();
                            awaitAnswer(answer);
                        },
                        done::incrementAndGet,
                        failure -> {});
            }
            await("the first are under way").until(() -> underWay.get() == 32);
            assertThat(inbox).isEmpty();

            answer.countDown();
            await("all have come back").until(() -> inbox.size() == 100);
            inbox.forEach(Runnable::run);
            assertThat(done).hasValue(100);
        }
    }

    static void awaitAnswer(CountDownLatch answer) {
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void after_a_refusal_one_is_asked_for_and_twice_as_many_with_each_that_is_accepted() {
        CreateAllowance allowance = new CreateAllowance();
        assertThat(asked(allowance)).isEqualTo(32);
        for (int i = 0; i < 32; i++) {
            allowance.refused();
        }

        assertThat(asked(allowance)).isEqualTo(1);
        allowance.accepted();
        assertThat(asked(allowance)).isEqualTo(2);
        allowance.accepted();
        assertThat(asked(allowance)).isEqualTo(3);
    }

    static int asked(CreateAllowance allowance) {
        int asked = 0;
        while (allowance.mayCreate()) {
            allowance.asked();
            asked++;
        }
        return asked;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 429, 500, 503, 504})
    void what_may_pass_is_tried_again_after_a_pause(int code) {
        Clock clock = Clock.fixed(Instant.EPOCH.plusSeconds(1), ZoneOffset.UTC);
        WorkerBackoff backoff = new WorkerBackoff(clock);

        backoff.refused(refusal(code, "etcd has a bad day"));

        assertThat(backoff.finished()).isFalse();
        assertThat(backoff.mayCreate()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "403, 'pods is forbidden: User \"ann\" cannot create resource \"pods\"'",
        "422, 'Pod \"w\" is invalid: spec.containers[0].image: Required value'"
    })
    void what_cannot_succeed_is_not_tried_again_and_its_reason_told(int code, String said) {
        WorkerBackoff backoff = new WorkerBackoff(Clock.systemUTC());

        backoff.refused(refusal(code, said));

        assertThat(backoff.finished()).isTrue();
        assertThat(backoff.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("Cannot create worker pod \"w\" in namespace \"n\": ")
                        .contains(said));
    }

    static ClusterException refusal(int code, String said) {
        return KubernetesErrors.of(
                "create worker pod \"w\"",
                "n",
                new KubernetesClientException(
                        said,
                        code,
                        new StatusBuilder().withCode(code).withMessage(said).build()));
    }
}
