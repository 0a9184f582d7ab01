package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SchedulerIT {
    @RegisterExtension
    static final LocalDask DASK = LocalDask.withWorkers("w0", "w1");

    static Scheduler scheduler;

    @BeforeAll
    static void connect() {
        scheduler = Scheduler.connect(DASK.address(), SocketFactory.getDefault(), Duration.ofSeconds(30));
    }

    @AfterAll
    static void close() {
        scheduler.close();
    }

    @Test
    void its_identity_tells_of_its_workers() {
        Identity identity = scheduler.identity();
        assertThat(identity.address()).isEqualTo(DASK.address().toString());
        assertThat(identity.started()).isBefore(Instant.now());
        assertThat(identity.workers()).extracting(WorkerInfo::name).containsExactlyInAnyOrder("w0", "w1");
        assertThat(identity.worker("w1")).hasValueSatisfying(worker -> {
            assertThat(worker.address()).startsWith("tcp://127.0.0.1:");
            assertThat(worker.host()).isEqualTo("127.0.0.1");
            assertThat(worker.threads()).isEqualTo(1);
            assertThat(worker.memoryLimit()).isPositive();
            assertThat(worker.status()).isEqualTo("running");
            assertThat(worker.nanny()).isEmpty();
            assertThat(worker.lastSeen()).isAfter(identity.started());
        });
    }

    @Test
    void a_worker_tells_its_memory_and_its_pages() {
        await("a heartbeat with figures").untilAsserted(() -> {
            WorkerInfo worker = scheduler.identity().worker("w0").orElseThrow();
            assertThat(worker.memoryUsed()).isGreaterThan(10_000_000);
            assertThat(worker.executing()).isZero();
            assertThat(worker.ready()).isZero();
        });
    }

    @Test
    void its_versions_name_the_packages() {
        Versions versions = scheduler.versions();
        assertThat(versions.distributed()).matches("20\\d\\d\\.\\d+\\.\\d+.*");
        assertThat(versions.python()).startsWith("3.");
        assertThat(versions.packages()).containsKeys("dask", "numpy", "msgpack");
    }

    @Test
    void its_workers_tell_their_versions_too() {
        assertThat(scheduler.workerVersions())
                .hasSize(2)
                .allSatisfy((address, versions) -> assertThat(versions).isEqualTo(scheduler.versions()));
    }

    @Test
    void an_idle_scheduler_wants_no_worker() {
        assertThat(scheduler.adaptiveTarget(Duration.ofSeconds(5))).isZero();
    }

    @Test
    void it_names_the_workers_that_are_best_closed() {
        assertThat(scheduler.workersToClose(1)).hasSize(1).isSubsetOf("w0", "w1");
    }

    @Test
    void its_log_ends_with_the_latest_lines() {
        List<LogLine> all = scheduler.logs(1_000);
        assertThat(all).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
        assertThat(all).anySatisfy(line -> assertThat(line.text()).contains("Scheduler at:"));
        assertThat(all).last().satisfies(line -> assertThat(line.level()).isEqualTo("INFO"));
        List<LogLine> end = scheduler.logs(2);
        assertThat(end).hasSize(2);
        assertThat(end.get(0).time()).isAfterOrEqualTo(all.get(all.size() - 2).time());
    }

    @Test
    void an_operation_that_it_does_not_know_is_an_error() {
        assertThatThrownBy(() -> scheduler.calls().call(Request.of("fly")).list())
                .isExactlyInstanceOf(DaskException.class)
                .hasMessage("\"fly\" of scheduler \"" + DASK.address()
                        + "\" is not known there. Use a scheduler of a supported version.");
    }

    @Test
    void an_error_of_the_scheduler_has_its_text() {
        assertThatThrownBy(() -> scheduler.calls().call(Request.of("identity").with("nonsense", 1)))
                .isExactlyInstanceOf(DaskException.class)
                .hasMessageStartingWith("\"identity\" of scheduler \"" + DASK.address() + "\" failed: TypeError(")
                .hasMessageContaining("nonsense")
                .extracting(e -> ((DaskException) e).traceback())
                .asString()
                .contains("File \"");
        assertThat(scheduler.identity().workers()).isNotEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void a_worker_is_retired_and_the_other_goes_on() {
        assertThat(scheduler.retire(List.of("w0", "nobody"))).isEqualTo(Set.of("w0"));
        assertThat(scheduler.identity().workers()).extracting(WorkerInfo::name).containsExactly("w1");
        assertThat(scheduler.retire(List.of())).isEmpty();
    }
}
