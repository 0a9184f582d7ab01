package io.github.kubecluster.widget;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.jupyter.Message;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.zeromq.ZMQException;

/**
 * Measures what the widget of a large cluster sends, and what that costs. Its pods run on nodes that run nothing, so none of
 * them registers. Run by {@code src/benchmarks/widget}.
 */
final class WidgetFigures {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String TEMPLATES = """
        kind: Pod
        spec:
          nodeSelector: {type: kwok}
          tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]
          containers:
          - name: dask
            image: kubecluster/dask:dev
            imagePullPolicy: IfNotPresent
            args: [dask-worker, --nthreads, '1', --memory-limit, 1GB, --death-timeout, '60']
            resources: {requests: {cpu: 50m, memory: 100M}, limits: {memory: 1G}}
        ---
        kind: Pod
        metadata: {labels: {dask.org/component: scheduler}}
        spec:
          containers:
          - name: scheduler
            image: kubecluster/dask:dev
            imagePullPolicy: IfNotPresent
        """;

    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final AtomicInteger flushes = new AtomicInteger();
    private final KubeCluster cluster;
    private final int workers;

    private WidgetFigures(KubeCluster cluster, int workers) {
        this.cluster = cluster;
        this.workers = workers;
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Arguments: the context, the file of the role, how many workers, for how many seconds it is flapping and quiet. */
    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[3]);
        Path authority = Files.createTempFile("authority", ".pem");
        try (FiguresNamespace namespace = new FiguresNamespace(arguments[0]);
                KubeCluster cluster = KubeCluster.builder()
                        .kubernetes(namespace.server(Path.of(arguments[1]), authority))
                        .namespace(namespace.name())
                        .template(TEMPLATES)
                        .narrator(ignored -> {})
                        .start()) {
            new WidgetFigures(cluster, Integer.parseInt(arguments[2])).measure(Duration.ofSeconds(seconds));
        } finally {
            Files.delete(authority);
        }
        System.exit(0);
    }

    private void measure(Duration each) throws Exception {
        try (Kernel kernel = new Kernel();
                Frontend browser = new Frontend(kernel.server.connection())) {
            ClusterWidget widget =
                    new ClusterWidget(ClusterCommands.of(cluster), ClusterHistory.of(cluster), cluster.status());
            widget.onDraw(status -> flushes.incrementAndGet());
            cluster.onChange(widget::update);
            Thread listener = new Thread(() -> listen(browser), "listen");
            listener.setDaemon(true);
            listener.start();
            System.out.printf(
                    "%-10s %8s %9s %9s %11s %13s %11s%n",
                    "", "seconds", "messages", "flushes", "flushes/s", "largest, KiB", "CPU/flush");
            phase("open", () -> {
                kernel.widgets.view(widget.root());
                browser.tell(
                        widget.root(),
                        "{\"method\": \"update\", \"state\": {\"_view_count\": 1}, \"buffer_paths\": []}");
            });
            phase("grow", () -> {
                cluster.scale(workers);
                awaitPods(workers);
            });
            phase("flap", () -> flap(each));
            awaitPods(workers);
            TimeUnit.SECONDS.sleep(10);
            phase("quiet", () -> TimeUnit.SECONDS.sleep(each.toSeconds()));
            ClusterWidget second =
                    new ClusterWidget(ClusterCommands.of(cluster), ClusterHistory.of(cluster), cluster.status());
            phase("open large", () -> kernel.widgets.view(second.root()));
        }
    }

    /** Workers leave and others come for them, all the time. */
    private void flap(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            cluster.scale(workers * 9 / 10);
            TimeUnit.MILLISECONDS.sleep(500);
            cluster.scale(workers);
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private void awaitPods(int number) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (cluster.status().workers().size() != number
                || cluster.status().workers().stream()
                        .anyMatch(worker -> worker.node().isEmpty())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Not " + number + " pods with a node after " + LIMIT.toSeconds()
                        + " s: " + cluster.status().waitingFor());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void phase(String name, Step step) throws Exception {
        int firstMessage = sizes.size();
        int firstFlush = flushes.get();
        long cpu = cpuNanos();
        long start = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (name.startsWith("open")) {
            awaitSilence();
        }
        List<Integer> sent = List.copyOf(sizes).subList(firstMessage, sizes.size());
        int drawn = flushes.get() - firstFlush;
        double each = drawn == 0 ? 0 : (cpuNanos() - cpu) / 1e6 / drawn;
        System.out.printf(
                Locale.ROOT,
                "%-10s %8.2f %9d %9d %11.2f %13.1f %8.1f ms%n",
                name,
                seconds,
                sent.size(),
                drawn,
                drawn / seconds,
                sent.stream().mapToInt(size -> size).max().orElse(0) / 1024.0,
                each);
    }

    private void awaitSilence() throws InterruptedException {
        int before;
        do {
            before = sizes.size();
            TimeUnit.MILLISECONDS.sleep(300);
        } while (sizes.size() != before);
    }

    private void listen(Frontend browser) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                browser.hear(this::note);
            } catch (ZMQException e) {
                return; // its sockets are closed: that is the end
            } catch (AssertionError e) {
                // nothing came for a while: that is what quiet means
            }
        }
    }

    private boolean note(Message message) {
        if (message.type().startsWith("comm_")) {
            sizes.add(message.content().toString().getBytes(StandardCharsets.UTF_8).length);
        }
        return false;
    }

    /** Returns what the thread that draws has used so far. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains("widget-draw"))
                .mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime)
                .sum();
    }
}
