package io.github.kubecluster.dask;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A worker as its scheduler sees it; the figures are those of its last heartbeat.
 *
 * @param name the name it was started with
 * @param address where other workers reach it, such as {@code tcp://10.0.0.8:40123}
 * @param host its host name or address
 * @param threads how many tasks it runs at a time
 * @param memoryLimit bytes of memory that it may use; zero if it has no limit
 * @param memoryUsed bytes of memory that its process uses
 * @param cpuPercent how much of one CPU its process used lately; more than 100 if it used several
 * @param executing how many tasks it runs now, those among them that have left their thread to others (seceded)
 * @param ready how many tasks wait on it for a thread
 * @param status its state in Dask's words: {@code running}, {@code paused}, {@code closing_gracefully}, …
 * @param nanny the address of the process that restarts it; empty if there is none
 * @param dashboardPort where its web pages are; empty if it has none
 * @param lastSeen when the scheduler heard of it last, by the scheduler's clock
 */
public record WorkerInfo(
        String name,
        String address,
        String host,
        int threads,
        long memoryLimit,
        long memoryUsed,
        int cpuPercent,
        int executing,
        int ready,
        String status,
        Optional<String> nanny,
        OptionalInt dashboardPort,
        Instant lastSeen) {

    /** Returns the root of its web pages, as without TLS; empty if it has none, or its host is no host. */
    public Optional<URI> dashboard() {
        try {
            return dashboardPort.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new URI("http", null, host, dashboardPort.getAsInt(), "/", null, null));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static WorkerInfo from(String address, Fields worker) {
        Fields metrics = worker.fields("metrics");
        Fields tasks = metrics.fields("task_counts");
        long dashboard = worker.fields("services").number("dashboard");
        return new WorkerInfo(
                worker.text("name"),
                address,
                worker.text("host"),
                (int) worker.number("nthreads"),
                worker.number("memory_limit"),
                metrics.number("memory"),
                (int) metrics.number("cpu"),
                (int) (tasks.number("executing") + tasks.number("long-running")),
                (int) tasks.number("ready"),
                worker.text("status"),
                Optional.of(worker.text("nanny")).filter(nanny -> !nanny.isEmpty()),
                dashboard == 0 ? OptionalInt.empty() : OptionalInt.of((int) dashboard),
                worker.instant("last_seen"));
    }
}
