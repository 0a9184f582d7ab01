package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.Place;
import io.github.kubecluster.cluster.Scaling;
import io.github.kubecluster.cluster.StartTimes;
import io.github.kubecluster.cluster.StartTimes.Step;
import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterCardTest {
    private static final StartTimes STARTED = new StartTimes(
            Optional.of(Instant.EPOCH),
            Map.of(
                    Step.READY, Duration.ofMillis(2960),
                    Step.PLACED, Duration.ofMillis(40),
                    Step.RUNNING, Duration.ofMillis(1200)));

    static ClusterStatus status(String link, String problem) {
        return new ClusterStatus(
                "dask-alice-0123456789",
                new Place(Place.Kind.KUBERNETES, "Kubernetes context \"prod\", namespace \"risk\"", "asked for"),
                ClusterPhase.RUNNING,
                "answers",
                Optional.of("tcp://10.96.0.7:8786"),
                Optional.of(link),
                Optional.empty(),
                new Scaling.Adaptive(1, 3),
                2,
                List.of(
                        new WorkerStatus(
                                "w1",
                                Phase.READY,
                                "idle",
                                Optional.of("n1"),
                                2,
                                0,
                                0,
                                150_000_000,
                                2_000_000_000,
                                Optional.empty(),
                                STARTED),
                        new WorkerStatus(
                                "w2",
                                Phase.PENDING,
                                "waits for a node",
                                Optional.empty(),
                                0,
                                0,
                                0,
                                0,
                                0,
                                Optional.empty(),
                                StartTimes.unknown())),
                List.of("A note."),
                Optional.of(problem));
    }

    @Test
    void the_text_tells_name_place_scheduler_dashboard_and_workers() {
        assertThat(ClusterCard.text(status("/user/alice/proxy/4711/status", "No room.")))
                .isEqualTo("""
                    Dask cluster dask-alice-0123456789
                      runs on    Kubernetes context "prod", namespace "risk" (asked for)
                      state      running
                      scheduler  tcp://10.96.0.7:8786 answers
                      dashboard  /user/alice/proxy/4711/status
                      workers    1 ready, 2 wanted, adaptive from 1 to 3
                      worker     w1: ready, idle, 2 threads, 150 MB of 2000 MB (placed after 0.0 s, running after 1.2 s, ready after 3.0 s)
                      worker     w2: pending, waits for a node
                      note       A note.
                      problem    No room.\
                    """);
    }

    @Test
    void the_link_opens_the_dashboard_beside_the_notebook() {
        assertThat(ClusterCard.html(status("/user/a%20b/proxy/4711/status", "")))
                .contains("<a href=\"/user/a%20b/proxy/4711/status\" target=\"_blank\" rel=\"noopener\">");
    }

    @Test
    void what_comes_from_outside_is_never_html() {
        String html = ClusterCard.html(status("javascript:alert(1)", "<img src=x onerror=alert(2)>"));

        assertThat(html)
                .doesNotContain("<a href=\"javascript")
                .doesNotContain("<img")
                .contains("&lt;img src=x");
    }
}
