package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.cluster.ClusterEntry;
import io.github.kubecluster.cluster.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClusterNamesTest {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final ClusterEntry DEMO =
            new ClusterEntry("demo", "this machine", Instant.EPOCH, Optional.empty(), 0, "ann", "running");

    @Test
    void they_are_those_of_the_clusters_that_are_there() {
        assertThat(new ClusterNames(place -> List.of(DEMO), LIMIT).after(List.of("attach")))
                .containsExactly("demo");
    }

    @Test
    void there_are_none_where_nobody_answers_in_time_and_nobody_is_asked_twice_at_once() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        ClusterNames names = new ClusterNames(
                place -> {
                    asked.incrementAndGet();
                    await(end);
                    return List.of(DEMO);
                },
                Duration.ofMillis(1));
        assertThat(names.after(List.of("silent"))).isEmpty();
        assertThat(names.after(List.of("silent"))).isEmpty();
        end.countDown();
        assertThat(asked).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void there_are_none_where_the_place_refuses() {
        ClusterNames names = new ClusterNames(
                place -> {
                    throw new ClusterException("No Kubernetes answers.");
                },
                LIMIT);
        assertThat(names.after(List.of("attach"))).isEmpty();
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
